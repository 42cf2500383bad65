import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { JsonObject } from '@gantry/sdk';
import { isObject } from '../../foundation/index.ts';
import type { ComponentDescriptor } from '../plan.ts';

/** A configuration after its schema was applied. */
export interface CheckedConfig {
  /** With defaults filled in. The document's own is left as it is. */
  readonly config: JsonObject;
  readonly errors: readonly ErrorObject[];
  /** Set where the schema itself cannot be used. */
  readonly schemaError?: string;
}

/**
 * Applies the components' schemas. Validators are made once per component, results are kept per configuration object: after an
 * edit all but the node that changed are the very objects they were before.
 */
export class ConfigValidators {
  readonly #ajv = newAjv();
  readonly #validators = new Map<ComponentDescriptor, ValidateFunction | string>();
  readonly #checked = new WeakMap<object, Map<ComponentDescriptor, CheckedConfig>>();

  check(component: ComponentDescriptor, config: JsonObject): CheckedConfig {
    let results = this.#checked.get(config);
    if (results === undefined) this.#checked.set(config, (results = new Map()));
    let result = results.get(component);
    if (result === undefined) results.set(component, (result = this.#apply(component, config)));
    return result;
  }

  #apply(component: ComponentDescriptor, config: JsonObject): CheckedConfig {
    const validate = this.#validator(component);
    const filled = cloneJson(config) as JsonObject;
    if (typeof validate === 'string') return { config: filled, errors: [], schemaError: validate };
    return { config: filled, errors: validate(filled) ? [] : [...(validate.errors ?? [])] };
  }

  #validator(component: ComponentDescriptor): ValidateFunction | string {
    let validator = this.#validators.get(component);
    if (validator === undefined) this.#validators.set(component, (validator = this.#compile(component)));
    return validator;
  }

  #compile(component: ComponentDescriptor): ValidateFunction | string {
    try {
      // Without its $id: two components may well use the same.
      const { $id: _, ...schema } = component.configSchema;
      return this.#ajv.compile(schema);
    } catch (caught) {
      return caught instanceof Error ? caught.message : String(caught);
    }
  }
}

function newAjv(): Ajv {
  // `strict` would refuse annotations of ours and of plugins; `verbose` gives errors the schema they come from.
  const ajv = new Ajv({ allErrors: true, useDefaults: true, strict: false, verbose: true, logger: false });
  (formats as unknown as (ajv: Ajv) => void)(ajv);
  return ajv;
}

function cloneJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cloneJson);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cloneJson(item)]));
}
