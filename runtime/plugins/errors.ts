import { defineErrors } from '@gantry/sdk';

/** What can be wrong with a plugin. Start-up goes on without it; whoever needs it is told. */
export const PLUGINS_ERRORS = defineErrors('plugins', {
  package_unreadable: { summary: "A plugin's package.json is missing or is not JSON." },
  manifest_invalid: { summary: "The `gantry` section of a plugin's package.json is not as the contract says." },
  api_unsupported: { summary: 'A plugin was built for another version of the plugin contract.' },
  entry_missing: { summary: "A plugin's package names no module to load, or the module is not there." },
  load_failed: { summary: "A plugin's module could not be loaded: it threw, or did not finish in time." },
  not_a_plugin: { summary: "A plugin's module has no default export made by definePlugin." },
  component_invalid: { summary: 'A component of a plugin lacks something its role needs.' },
  contributions_differ: { summary: 'A plugin contributes something else than its manifest says.' },
  type_taken: { summary: 'Another plugin already contributes a component of this role and type.' },
});
