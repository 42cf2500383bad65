import classes from './Inspector.module.css';

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly tone?: 'bad' | undefined;
}

/** One figure with its name, for a list of definitions. */
export function Figure({ label, value, tone }: FigureProps) {
  return (
    <div className={classes['figure']} data-tone={tone}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
