/** Simplified Chinese for every title, description and label of this plugin. */
export const zhCN: { readonly [english: string]: string } = {
  Inspect: '查看',
  'Shows the records that reach it in the designer. Stores nothing.': '在设计器中显示到达此处的记录，不做任何存储。',
  'Records to show': '显示记录数',
  'How many records of a batch are shown, the last ones. What the designer keeps in all is bounded besides.':
    '每批记录中最多显示的条数（取最后的若干条）。设计器保留的总量另有上限。',
};
