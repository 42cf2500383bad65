import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import classes from './Section.module.css';

interface SectionProps {
  readonly title: string;
  readonly isFolded?: boolean;
  readonly children: ReactNode;
}

/** A part of a panel under a heading that folds it. */
export function Section({ title, isFolded = false, children }: SectionProps) {
  const id = useId();
  const [isOpen, setOpen] = useState(!isFolded);
  return (
    <section className={classes['section']}>
      <h3 className={classes['heading']}>
        <UnstyledButton
          className={classes['toggle']}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <IconChevronRight size={14} className={classes['chevron']} aria-hidden="true" />
          {title}
        </UnstyledButton>
      </h3>
      <div id={id} className={classes['body']} hidden={!isOpen}>
        {isOpen && children}
      </div>
    </section>
  );
}
