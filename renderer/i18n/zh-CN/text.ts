export const text = {
  label: '管道的 YAML 文本',
};
