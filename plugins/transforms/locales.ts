/** Simplified Chinese for every title, description and label of this plugin. */
export const zhCN: { readonly [english: string]: string } = {
  Filter: '过滤',
  'Keeps or drops records by a condition.': '按条件保留或丢弃记录。',
  Condition: '条件',
  'A CEL expression that is true or false for each record.': '对每条记录求值为真或假的 CEL 表达式。',
  'Matching records': '符合条件的记录',
  'Whether records that meet the condition are kept or dropped.': '符合条件的记录是保留还是丢弃。',
  'Keep matching records': '保留符合条件的记录',
  'Drop matching records': '丢弃符合条件的记录',
  Compute: '计算',
  'Adds or replaces fields with the values of expressions.': '用表达式的值新增或替换字段。',
  Fields: '字段',
  'Field names, dotted for nested ones, each with the CEL expression that gives its value. In the order written: each sees the results of those before it.':
    '字段名（嵌套字段用点号）及给出其值的 CEL 表达式。按书写顺序执行，后面的能看到前面的结果。',
  Expression: '表达式',
  'Select fields': '选择字段',
  'Keeps only the fields named, in that order. The key stays, since a sink finds the row by it.':
    '只保留列出的字段，并按此顺序排列。键保持不变，因为目标端靠它定位行。',
  'The fields to keep, in this order; dotted for nested ones. A field a record lacks is left out of it.':
    '要保留的字段，按此顺序；嵌套字段用点号。记录中没有的字段会被略过。',
  Field: '字段',
  'Rename fields': '重命名字段',
  'Gives fields new names, also in the key and the schema.': '给字段起新名字，键和模式也一并更改。',
  'Old names, each with its new one; dotted for nested fields, which may also move: address.city: city.':
    '旧名与对应的新名；嵌套字段用点号，也可以移动位置：address.city: city。',
  'New name': '新名称',
  'Drop fields': '删除字段',
  'Leaves the fields named out. The key stays, since a sink finds the row by it.':
    '去掉列出的字段。键保持不变，因为目标端靠它定位行。',
  'The fields to leave out; dotted for nested ones. A * stands for any text in a top-level name: tmp_*.':
    '要去掉的字段；嵌套字段用点号。顶层名称中的 * 代表任意文本：tmp_*。',
  'Cast types': '类型转换',
  'Turns the values of fields into other types, without losing anything on the way.':
    '把字段的值转换为其他类型，过程中不丢失任何信息。',
  'Field names, dotted for nested ones, each with the type its values are turned into. Null stays null.':
    '字段名（嵌套字段用点号）及其值要转换成的类型。空值仍为空值。',
  Type: '类型',
  'Values that do not fit': '无法转换的值',
  'What becomes of a value that cannot become the type.': '值无法转换为该类型时如何处理。',
  'Fail the record': '该记录失败',
  'Set the field to null': '将字段设为空值',
  Mask: '脱敏',
  'Replaces values, or parts of them, by asterisks. They cannot be had back.': '用星号替换值或值的一部分，不可恢复。',
  'The fields to hide; dotted for nested ones. Their values are masked wherever the designer shows records.':
    '要隐藏的字段；嵌套字段用点号。设计器中凡是显示记录之处，这些值都会被遮盖。',
  'What is masked': '遮盖范围',
  'How much of a value is replaced.': '替换值的多少内容。',
  'All of it': '全部',
  'All but the last characters': '保留末尾若干字符',
  'E-mail: first letter and domain stay': '电子邮件：保留首字母和域名',
  'What a pattern matches': '与模式匹配的部分',
  'Characters to keep': '保留字符数',
  'For all but the last characters: how many stay. A value not longer than that is masked wholly.':
    '用于“保留末尾若干字符”：保留几个字符。不比它长的值会全部遮盖。',
  Pattern: '模式',
  'For patterns: a regular expression in RE2 syntax.': '用于“与模式匹配的部分”：RE2 语法的正则表达式。',
  'Mask character': '遮盖字符',
  'What stands for a masked character.': '用来代替被遮盖字符的符号。',
  Hash: '哈希',
  'Replaces values by their hashes: equal ones stay equal, so they can still be joined and counted.':
    '用哈希值替换原值：相同的值仍然相同，因此仍可关联和计数。',
  Algorithm: '算法',
  'Plain SHA-256 of values that can be guessed, such as phone numbers, can be undone by trying them all.':
    '对可猜测的值（如电话号码），普通 SHA-256 可以通过穷举还原。',
  'HMAC-SHA-256, with a secret salt': 'HMAC-SHA-256，带秘密盐值',
  'SHA-256': 'SHA-256',
  Salt: '盐值',
  'The secret key of the HMAC. The same salt gives the same hashes everywhere.':
    'HMAC 的密钥。相同的盐值在各处得到相同的哈希。',
  Flatten: '展平',
  'Turns nested objects into fields of the row: address.city becomes address_city.':
    '把嵌套对象变成行的字段：address.city 变为 address_city。',
  Delimiter: '分隔符',
  'Stands between the names of outer and inner fields.': '位于外层与内层字段名之间。',
  Depth: '深度',
  'How many levels are flattened at the most; what lies deeper stays an object.': '最多展平多少层；更深处保持为对象。',
  Lists: '列表',
  'What becomes of lists.': '如何处理列表。',
  'Keep as lists': '保持为列表',
  'Turn into JSON text': '转为 JSON 文本',
  'One field per element': '每个元素一个字段',
  'Most fields': '字段数上限',
  'A row that would get more fields than this fails, so that one odd record cannot fill the memory.':
    '展平后字段数超过此值的行会失败，以免一条异常记录占满内存。',
  Route: '路由',
  'Sends records to other topics or tables, by conditions. Nothing is dropped.':
    '按条件把记录发往其他主题或表，不会丢弃任何记录。',
  Cases: '分支',
  'Asked in order; the first whose condition holds decides.': '依次判断，第一个条件成立的分支生效。',
  Case: '分支',
  When: '当',
  'A CEL expression; the first case it holds for is taken.': 'CEL 表达式；取第一个成立的分支。',
  Topic: '主题',
  'The topic to send to, instead of the one the graph says.': '要发往的主题，代替图中指定的主题。',
  Table: '表',
  'The table, collection or file a sink writes to. Expressions may stand in braces: orders_{after.country}.':
    '目标端写入的表、集合或文件。花括号中可写表达式：orders_{after.country}。',
  Otherwise: '否则',
  'For records no case holds for. Without it they go where the graph says.':
    '用于不符合任何分支的记录。未设置时按图中的去向发送。',
  Deduplicate: '去重',
  'Leaves out records that were passed on a short while ago. Remembers in memory only: after a restart a duplicate may pass once.':
    '略去不久前已经放行过的记录。只在内存中记忆：重启后重复记录可能再通过一次。',
  'Same when': '判定相同的依据',
  'What two records must have in common to count as the same.': '两条记录哪些内容一致才算相同。',
  'The key': '键',
  'Some fields': '若干字段',
  'An expression': '表达式',
  'For some fields: which, dotted for nested ones. The whole row where none is named.':
    '用于“若干字段”：哪些字段，嵌套字段用点号。未指定时比较整行。',
  'For an expression: the CEL expression whose value is compared.': '用于“表达式”：比较此 CEL 表达式的值。',
  Window: '时间窗口',
  'How long a record is remembered, in seconds, counted on the clock of the member from when it was last passed on.':
    '记录被记住的时长（秒），按成员时钟从上次放行时算起。',
  'Most remembered': '记忆上限',
  'How many different records are remembered at the most; the oldest are forgotten first. 100,000 take about 20 MB.':
    '最多记住多少条不同的记录，最旧的先被遗忘。100,000 条约占 20 MB。',
};
