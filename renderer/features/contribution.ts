import type { ComponentType, LazyExoticComponent } from 'react';

/** A tab of the lower panel. Panels load when they are first shown and find the open pipeline in their context. */
export interface DrawerContribution {
  readonly id: string;
  /** Key of its title's text. */
  readonly title: string;
  readonly Icon: ComponentType<{ readonly size?: number | string }>;
  readonly Panel: LazyExoticComponent<ComponentType>;
  /** A figure beside the title, such as how many problems there are; a hook. */
  readonly useCount?: () => number;
}
