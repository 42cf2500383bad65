interface SparklineProps {
  readonly values: readonly number[];
  readonly width?: number;
  readonly height?: number;
  /** What it shows, for screen readers. */
  readonly label: string;
}

/** The last values as a line, scaled to their own highest. */
export function Sparkline({ values, width = 88, height = 22, label }: SparklineProps) {
  const top = Math.max(1, ...values);
  const step = width / Math.max(1, values.length - 1);
  const y = (value: number): number => height - 1.5 - (value / top) * (height - 3);
  const line = values.map((value, index) => `${(index * step).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  return (
    <svg width={width} height={height} role="img" aria-label={label}>
      <polygon points={`0,${height} ${line} ${width},${height}`} fill="var(--g-accent-soft)" />
      <polyline points={line} fill="none" stroke="var(--g-accent)" strokeWidth="1.4" strokeLinejoin="round" />
    </svg>
  );
}
