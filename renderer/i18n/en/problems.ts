export const problems = {
  noneTitle: 'No problems',
  noneBody: 'The pipeline can be deployed as it stands.',
  line: 'line {{line}}',
};
