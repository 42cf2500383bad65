import { Menu, useMantineColorScheme } from '@mantine/core';
import type { MantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconKeyboard, IconMoon, IconSettings, IconSun } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, rememberLanguage } from '../i18n/index.ts';
import type { Language } from '../i18n/index.ts';
import { IconAction } from '../ui/index.ts';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import { useShortcuts } from './useShortcuts.ts';

const THEMES: readonly (readonly [MantineColorScheme, string, typeof IconSun])[] = [
  ['auto', 'common.themeAuto', IconDeviceDesktop],
  ['light', 'common.themeLight', IconSun],
  ['dark', 'common.themeDark', IconMoon],
];

/** Language, theme and the list of keys. */
export function PreferencesMenu() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [showsKeys, setShowsKeys] = useState(false);
  useShortcuts({ '?': () => setShowsKeys(true) });

  const chooseLanguage = (language: Language): void => {
    rememberLanguage(localStorage, language);
    void i18n.changeLanguage(language);
  };
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <IconAction label={`${t('common.language')}, ${t('common.theme')}`}>
            <IconSettings size={17} />
          </IconAction>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('common.theme')}</Menu.Label>
          {THEMES.map(([scheme, label, Icon]) => (
            <Menu.Item
              key={scheme}
              leftSection={<Icon size={15} />}
              rightSection={colorScheme === scheme && <IconCheck size={14} />}
              onClick={() => setColorScheme(scheme)}
            >
              {t(label)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>{t('common.language')}</Menu.Label>
          {LANGUAGES.map(({ code, name }) => (
            <Menu.Item
              key={code}
              lang={code}
              rightSection={i18n.language === code && <IconCheck size={14} />}
              onClick={() => chooseLanguage(code)}
            >
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconKeyboard size={15} />} rightSection="?" onClick={() => setShowsKeys(true)}>
            {t('frame.shortcuts')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {showsKeys && <ShortcutsDialog onClose={() => setShowsKeys(false)} />}
    </>
  );
}
