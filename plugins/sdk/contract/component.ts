import type { TObject } from '@sinclair/typebox';

/** What the palette, the inspector, the docs and compile know of a component. @public */
export interface ComponentInfo {
  /** The word in the document: `source: mysql`. Unique per role. Lower case, words joined by `-`. */
  readonly type: string;
  readonly title: string;
  /** One or two sentences for people who choose it. */
  readonly description: string;
  /** Name of a Tabler icon, without the `Icon` prefix: `Database`. */
  readonly icon?: string;
  /** One schema gives the static type, validation, form, docs and secret marking. See `config/` for its annotations. */
  readonly config: TObject;
  /** The type of connection it takes, and whether it can do without. */
  readonly connection?: { readonly type: string; readonly optional?: boolean };
  /** Words people may search for besides the title. */
  readonly keywords?: readonly string[];
}
