import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocumentStore } from '../../document/index.ts';
import { useLanguage } from '../../i18n/index.ts';
import { createTextEditor } from './createTextEditor.ts';
import classes from './TextView.module.css';

/** The document as text: the same document the canvas shows, in an editor that keeps up with it both ways. */
export function TextView() {
  const { t } = useTranslation();
  const store = useDocumentStore();
  const language = useLanguage();
  const parent = useRef<HTMLDivElement>(null);
  const label = t('text.label');
  useEffect(() => {
    if (parent.current === null) return;
    const editor = createTextEditor({ parent: parent.current, store, language, label });
    return () => editor.dispose();
  }, [store, language, label]);
  return <div ref={parent} className={classes['editor']} />;
}
