import {
  IconAbc, IconApi, IconArrowsDiagonalMinimize, IconCopyOff, IconFileCode, IconLetterCase, IconListCheck,
  IconArrowsShuffle, IconArrowsSplit2, IconBinary, IconBraces, IconBrandMongodb, IconBrandMysql, IconBox,
  IconCalculator, IconCloud, IconCode, IconColumns, IconCopy, IconCut, IconDatabase, IconDatabaseExport, IconDatabaseImport,
  IconDice5, IconEye, IconEyeOff, IconFile, IconFileExport, IconFileImport, IconFileText, IconFiles, IconFilter, IconFingerprint,
  IconFunction, IconHash, IconHierarchy, IconJson, IconLayersSubtract, IconLetterT, IconListDetails, IconLock, IconMail, IconMask,
  IconMathFunction, IconPackage, IconPencil, IconPlugConnected, IconReplace, IconRocket, IconRoute, IconRoute2, IconSchema,
  IconSearch, IconSend, IconSparkles, IconStack2, IconSwitchHorizontal, IconTable, IconTag, IconTags, IconTransform,
  IconTransformPoint, IconTrash, IconTypography, IconWand, IconWebhook, IconWorld,
} from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import type { ComponentRole } from '../../runtime/compile/plan.ts';
import type { NodeKind } from '../../runtime/spec/types.ts';

/**
 * The icons a plugin may name. A list, because taking all of Tabler's five thousand along would cost more than the rest of the
 * designer; a name that is not here gets its role's icon.
 */
export const BY_NAME: { readonly [name: string]: Icon } = {
  FileCode: IconFileCode, LetterCase: IconLetterCase, ListCheck: IconListCheck, CopyOff: IconCopyOff, ArrowsDiagonalMinimize: IconArrowsDiagonalMinimize,
  Abc: IconAbc, Api: IconApi, ArrowsShuffle: IconArrowsShuffle, ArrowsSplit2: IconArrowsSplit2, Binary: IconBinary, Braces: IconBraces,
  BrandMongodb: IconBrandMongodb, BrandMysql: IconBrandMysql, Box: IconBox, Calculator: IconCalculator, Cloud: IconCloud, Code: IconCode,
  Columns: IconColumns, Copy: IconCopy, Cut: IconCut, Database: IconDatabase, DatabaseExport: IconDatabaseExport,
  DatabaseImport: IconDatabaseImport, Dice5: IconDice5, Eye: IconEye, EyeOff: IconEyeOff, File: IconFile, FileExport: IconFileExport,
  FileImport: IconFileImport, FileText: IconFileText, Files: IconFiles, Filter: IconFilter, Fingerprint: IconFingerprint,
  Function: IconFunction, Hash: IconHash, Hierarchy: IconHierarchy, Json: IconJson, LayersSubtract: IconLayersSubtract,
  LetterT: IconLetterT, ListDetails: IconListDetails, Lock: IconLock, Mail: IconMail, Mask: IconMask, MathFunction: IconMathFunction,
  Package: IconPackage, Pencil: IconPencil, PlugConnected: IconPlugConnected, Replace: IconReplace, Rocket: IconRocket, Route: IconRoute,
  Route2: IconRoute2, Schema: IconSchema, Search: IconSearch, Send: IconSend, Sparkles: IconSparkles, Stack2: IconStack2,
  SwitchHorizontal: IconSwitchHorizontal, Table: IconTable, Tag: IconTag, Tags: IconTags, Transform: IconTransform,
  TransformPoint: IconTransformPoint, Trash: IconTrash, Typography: IconTypography, Wand: IconWand, Webhook: IconWebhook, World: IconWorld,
};

const BY_ROLE: { readonly [role in ComponentRole | NodeKind]: Icon } = {
  source: IconDatabaseExport,
  transform: IconTransform,
  converter: IconBraces,
  topic: IconStack2,
  sink: IconDatabaseImport,
  bus: IconStack2,
  connection: IconPlugConnected,
};

interface ComponentIconProps {
  readonly role: ComponentRole | NodeKind;
  /** What the plugin names. */
  readonly icon?: string | undefined;
  readonly size?: number;
}

export function ComponentIcon({ role, icon, size = 15 }: ComponentIconProps) {
  const Shape = (icon === undefined ? undefined : BY_NAME[icon]) ?? BY_ROLE[role];
  return <Shape size={size} stroke={1.8} aria-hidden="true" />;
}
