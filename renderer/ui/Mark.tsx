/** The product's mark: a service tower whose arms reach a rocket. The tower takes the text's colour. */
export function Mark({ size = 22 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <g fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round">
        <path d="M4 21V4.5h5V21M4 10l5-5.2M4 15.5l5-5.2M4 21l5-5.2" />
        <path d="M9 8.5h4.2M9 14h4.2M2.5 21h19" />
      </g>
      <path
        fill="#e8590c"
        d="M16.9 2.6c2 1.8 3 4.1 3 7v6.9l1.6 2.1h-9.2l1.6-2.1V9.6c0-2.9 1-5.2 3-7Zm0 6.1a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z"
      />
    </svg>
  );
}
