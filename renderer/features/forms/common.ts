/** Forms made from a component's schema, and the parts of them other features use. */
export { FieldFrame } from './FieldFrame.tsx';
export { problemsAt } from './formContext.ts';
export { Section } from './Section.tsx';
export { SchemaForm } from './LazySchemaForm.tsx';
