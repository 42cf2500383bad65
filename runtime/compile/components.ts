import type { Catalog, ComponentDescriptor, ComponentRole } from './plan.ts';

/** The catalog's components by role and type. */
export class Components {
  readonly #byName = new Map<string, ComponentDescriptor>();
  readonly #types = new Map<ComponentRole, string[]>();

  constructor(catalog: Catalog) {
    for (const component of catalog.components) {
      const name = `${component.role}:${component.type}`;
      if (this.#byName.has(name)) continue;
      this.#byName.set(name, component);
      const types = this.#types.get(component.role) ?? [];
      this.#types.set(component.role, [...types, component.type]);
    }
  }

  find(role: ComponentRole, type: string): ComponentDescriptor | undefined {
    return this.#byName.get(`${role}:${type}`);
  }

  /** Every type of a role, sorted. */
  types(role: ComponentRole): readonly string[] {
    return (this.#types.get(role) ?? []).toSorted();
  }
}
