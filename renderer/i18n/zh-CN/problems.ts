export const problems = {
  noneTitle: '没有问题',
  noneBody: '此管道现在即可部署。',
  line: '第 {{line}} 行',
};
