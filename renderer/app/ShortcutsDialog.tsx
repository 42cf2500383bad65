import { Group, Kbd, Modal, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useReturnFocus } from '../ui/index.ts';

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const MOD = IS_MAC ? '⌘' : 'Ctrl';

const LIST: readonly (readonly [string, readonly string[]])[] = [
  ['frame.shortcutSave', [MOD, 'S']],
  ['frame.shortcutUndo', [MOD, 'Z']],
  ['frame.shortcutRedo', [MOD, 'Shift', 'Z']],
  ['frame.shortcutDeploy', [MOD, 'Enter']],
  ['frame.shortcutPalette', [MOD, 'Shift', 'P']],
  ['frame.shortcutInspector', [MOD, 'I']],
  ['frame.shortcutDrawer', [MOD, 'J']],
  ['frame.shortcutCanvasAdd', ['A']],
  ['frame.shortcutCanvasConnect', ['C']],
  ['frame.shortcutCanvasRename', ['F2']],
  ['frame.shortcutCanvasWalk', ['←', '→', '↑', '↓']],
  ['frame.shortcutCanvasEnds', ['Home', 'End']],
  ['frame.shortcutCanvasMove', ['Alt', '←', '→', '↑', '↓']],
  ['frame.shortcutCanvasAll', [MOD, 'A']],
  ['frame.shortcutCanvasCopy', [MOD, 'C']],
  ['frame.shortcutCanvasCut', [MOD, 'X']],
  ['frame.shortcutCanvasPaste', [MOD, 'V']],
  ['frame.shortcutCanvasDuplicate', [MOD, 'D']],
  ['frame.shortcutCanvasDelete', ['Delete']],
  ['frame.shortcutHelp', ['?']],
];

export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  useReturnFocus();
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={t('frame.shortcuts')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {LIST.map(([what, keys]) => (
            <Table.Tr key={what}>
              <Table.Td>{t(what)}</Table.Td>
              <Table.Td>
                <Group gap={4} justify="flex-end">
                  {keys.map((key) => (
                    <Kbd key={key} size="xs">
                      {key}
                    </Kbd>
                  ))}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
