/** Simplified Chinese for every title, description and label of this plugin. */
export const zhCN: { readonly [english: string]: string } = {
  Generator: '数据生成器',
  'Makes up realistic orders, users or sensor readings, to try a pipeline without a database.':
    '生成逼真的订单、用户或传感器读数，无需数据库即可试用流水线。',
  Data: '数据',
  'What to make up.': '要生成的数据种类。',
  Orders: '订单',
  Users: '用户',
  'Sensor readings': '传感器读数',
  Rate: '速率',
  'Records per second; as fast as they are taken where left out.': '每秒记录数；留空则按下游能接收的最快速度生成。',
  Count: '数量',
  'How many records to make in all; without end where left out.': '总共生成多少条记录；留空则不停止。',
  Seed: '随机种子',
  'The same seed makes the same records.': '相同的种子生成相同的记录。',
  'Start time': '起始时间',
  'The time of the first record; when the source was first started where left out.':
    '第一条记录的时间；留空则为数据源首次启动的时间。',
};
