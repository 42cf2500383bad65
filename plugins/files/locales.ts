/** Simplified Chinese for everything the inspector shows of this plugin. */
export const zhCN: { readonly [english: string]: string } = {
  Files: '文件',
  'Reads CSV and JSON Lines files, also compressed ones, and goes on with files that grow.':
    '读取 CSV 和 JSON Lines 文件，支持压缩文件，并可持续读取不断增长的文件。',
  'Writes CSV and JSON Lines files, plain or gzip, rolled by size, count or time, each complete when it appears.':
    '写入 CSV 和 JSON Lines 文件，可用 gzip 压缩，可按大小、条数或时间滚动；文件出现时即已完整。',
  Path: '路径',
  'A file, a folder, or a pattern such as data/**/*.jsonl.gz. gzip and zstd are recognised by their content.':
    '文件、文件夹，或形如 data/**/*.jsonl.gz 的通配模式。gzip 和 zstd 按内容识别。',
  Format: '格式',
  'What the files hold. Left out, the ending of the name says it: .csv, .tsv, .jsonl, .ndjson.':
    '文件内容的格式。留空时由文件扩展名决定：.csv、.tsv、.jsonl、.ndjson。',
  CSV: 'CSV',
  'JSON Lines': 'JSON Lines',
  Follow: '持续跟踪',
  'Go on waiting for new lines and new files instead of ending; rotated and truncated files are noticed.':
    '读完后继续等待新行和新文件，而不是结束；能识别被轮转和被截断的文件。',
  'Key columns': '键列',
  'Columns that make the key: records with the same key keep their order through the whole pipeline.':
    '组成键的列：键相同的记录在整个管道中保持顺序。',
  'CSV header': 'CSV 表头',
  'true: the first line names the columns. false: they are called column_1, column_2. A list: their names, and the file has no header.':
    'true：首行为列名。false：列名为 column_1、column_2。列表：即列名，且文件没有表头。',
  'First line or none': '首行或无',
  'Names of the columns': '列名列表',
  'CSV types': 'CSV 类型',
  'Infer looks at the first 1,000 rows; text leaves all as it is; or the type of each column by name, the rest being text.':
    '“推断”查看前 1,000 行；“文本”保持原样；或按列名逐列指定类型，其余为文本。',
  'Infer from the first rows': '根据前若干行推断',
  'All text': '全部为文本',
  'By column': '按列指定',
  Text: '文本',
  Integer: '整数',
  'Decimal, kept as text': '小数（以文本保存）',
  'Floating point': '浮点数',
  'Yes or no': '是或否',
  'CSV delimiter': 'CSV 分隔符',
  'The character between cells; auto finds comma, semicolon, tab or bar from the first line.':
    '单元格之间的字符；auto 会根据首行识别逗号、分号、制表符或竖线。',
  'CSV quote': 'CSV 引号',
  'The character around cells that hold delimiters or line breaks.': '包住含有分隔符或换行的单元格的字符。',
  Encoding: '编码',
  'How the text is encoded. A byte order mark at the start is skipped.': '文本的编码方式。开头的字节顺序标记会被跳过。',
  'UTF-8': 'UTF-8',
  'Latin-1': 'Latin-1',
  'UTF-16, little endian': 'UTF-16（小端）',
  'Longest line': '最长行',
  'A longer line (a CSV row, line breaks in quotes included) is a failure; bounds the memory used. In bytes.':
    '超过此长度的行（CSV 行包含引号内的换行）视为失败；用于限制内存占用。单位：字节。',
  'Look for changes every': '检查间隔',
  'How often a followed file or folder is looked at when there is nothing left to read. In milliseconds.':
    '没有内容可读时，多久检查一次被跟踪的文件或文件夹。单位：毫秒。',
  'The file to write. Placeholders: {pipeline}, {task}, {table}, {date} and {hour} of the record in UTC, {n} the number of the file when rolling.':
    '要写入的文件。占位符：{pipeline}、{task}、{table}，记录时间（UTC）的 {date} 和 {hour}，以及滚动时的文件序号 {n}。',
  Compression: '压缩',
  'gzip writes one member per flush, so that an interrupted file can be continued. Any gzip reader reads it.':
    'gzip 每次刷新写一个成员，中断后可以继续写。任何 gzip 工具都能读取。',
  None: '无',
  gzip: 'gzip',
  'What to write': '写入内容',
  'The row alone, or the record with operation, key, row before and after, source, time and headers.':
    '仅写入行，或写入整条记录：操作、键、变更前后的行、来源、时间和消息头。',
  'The row': '行',
  'The whole record': '整条记录',
  'Deleted rows': '被删除的行',
  'What to do with deletes when only rows are written: leave them out, or write the row as it was, or its key where that is all that is known.':
    '仅写入行时如何处理删除：忽略，或写入删除前的行（只知道键时写入键）。',
  'Leave them out': '忽略',
  'Write the row that was deleted': '写入被删除的行',
  'CSV columns': 'CSV 列',
  'The columns in order. Left out, the first record of a file says them.':
    '按顺序列出各列。留空时由文件的第一条记录决定。',
  'If the file exists': '文件已存在时',
  'What to do at the very first start when the file is already there: replace it once the new one is complete, or fail. A restart always goes on where it was.':
    '首次启动时文件已存在该怎么办：待新文件完整后替换，或报错。重启总是从上次的位置继续。',
  'Replace it': '替换',
  Fail: '报错',
  'Roll after bytes': '按字节滚动',
  'Begin the next file when this one has so many bytes.': '当前文件达到此字节数后开始下一个文件。',
  'Roll after records': '按条数滚动',
  'Begin the next file when this one has so many records.': '当前文件达到此条数后开始下一个文件。',
  'Roll after time': '按时间滚动',
  'Finish a file this long after its first record. In milliseconds.':
    '自第一条记录起经过此时间后完成文件。单位：毫秒。',
  'The character between cells.': '单元格之间的字符。',
  'Force to disk': '强制落盘',
  'Wait for the disk at each flush. Without it a power failure, but not a killed process, can cost the last seconds.':
    '每次刷新时等待写入磁盘。关闭后，断电可能丢失最后几秒的数据，但进程被杀不会。',
};
