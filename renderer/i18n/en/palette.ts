export const palette = {
  title: 'Components',
  searchPlaceholder: 'Search components',
  sources: 'Sources',
  transforms: 'Transforms',
  converters: 'Converters',
  topics: 'Topics',
  sinks: 'Sinks',
  topicTitle: 'Topic',
  topicDescription: 'Keeps records on the bus, for other readers too.',
  nothingFound: 'No component is called that.',
  how: 'Drag onto the canvas, or click to add beside the selected node.',
};
