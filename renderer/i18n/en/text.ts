export const text = {
  label: 'The pipeline as YAML',
};
