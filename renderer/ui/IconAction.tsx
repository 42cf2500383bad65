import { ActionIcon, Tooltip } from '@mantine/core';
import type { ActionIconProps } from '@mantine/core';
import type { ComponentPropsWithoutRef, ReactNode } from 'react';

interface IconActionProps extends ActionIconProps, Omit<ComponentPropsWithoutRef<'button'>, keyof ActionIconProps> {
  /** Its name, for the tooltip and for screen readers. */
  readonly label: string;
  /** Shown in the tooltip after the name: `Ctrl+Z`. */
  readonly keys?: string;
  readonly children: ReactNode;
}

/** A button that is only an icon, and always has a name. */
export function IconAction({ label, keys, children, ...rest }: IconActionProps) {
  return (
    // Its tooltip would cover the menu it has opened.
    <Tooltip label={keys === undefined ? label : `${label} (${keys})`} disabled={rest['aria-expanded'] === true}>
      <ActionIcon aria-label={label} {...rest}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
