/** Simplified Chinese for every title, description and label of this plugin. */
export const zhCN: { readonly [english: string]: string } = {
  JSON: 'JSON',
  'One record as one JSON message: the row as it is, facts about it in message properties.':
    '每条记录一条 JSON 消息：消息体就是行本身，记录的相关信息放在消息属性中。',
  Envelope: '信封',
  'Write the whole record (op, key, before, after, source, timestampMs) instead of the row alone. Needed to keep before images and bytes exact.':
    '写出整条记录（op、key、before、after、source、timestampMs），而不只是行。要完整保留变更前镜像和二进制数据时需要开启。',
  'JSON with schema': '带模式的 JSON',
  'One record as one JSON message that carries its schema, so that every type comes back exactly.':
    '每条记录一条携带模式的 JSON 消息，所有类型都能精确还原。',
  String: '字符串',
  'One field of the record as a UTF-8 text message.': '把记录的一个字段作为 UTF-8 文本消息。',
  Field: '字段',
  'The field whose value is the message body, and which takes the body when reading.':
    '其值作为消息体的字段；读取时消息体放入该字段。',
  Bytes: '字节',
  'One field of the record as the message body, byte by byte.': '把记录的一个字段逐字节作为消息体。',
  Batch: '批',
  'Many records in one compact message. The fastest, and exact for every type; only Gantry reads it.':
    '一条紧凑消息包含多条记录。速度最快，所有类型都精确保留；只有 Gantry 能读取。',
};
