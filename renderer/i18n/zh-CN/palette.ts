export const palette = {
  title: '组件',
  searchPlaceholder: '搜索组件',
  sources: '数据源',
  transforms: '转换',
  converters: '编解码',
  topics: '主题',
  sinks: '目标',
  topicTitle: '主题',
  topicDescription: '把记录保存在总线上，其他读者也可以读取。',
  nothingFound: '没有同名的组件。',
  how: '拖到画布上，或点击添加到所选节点旁边。',
};
