/** What other features show of records. */
export { RecordsTable } from './RecordsTable.tsx';
