/** Simplified Chinese for every title, description and label of this plugin. */
export const zhCN: { readonly [english: string]: string } = {};
