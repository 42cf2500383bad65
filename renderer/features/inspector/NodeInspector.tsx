import type { ComponentDescriptor, Diagnostic } from '../../../runtime/compile/plan.ts';
import type { PipelineNode } from '../../../runtime/spec/types.ts';
import { useTranslation } from 'react-i18next';
import {
  componentOf,
  kindOf,
  setNodeConfig,
  setNodeValue,
  typeOf,
  useDocument,
  useDocumentActions,
} from '../../document/index.ts';
import { useLocalised } from '../../i18n/index.ts';
import { SeverityMark } from '../../ui/index.ts';
import { ConnectionPicker } from '../connections/common.ts';
import { FieldFrame, SchemaForm, Section, problemsAt } from '../forms/common.ts';
import classes from './Inspector.module.css';
import { NodeFigures } from './NodeFigures.tsx';
import { NodeHeader } from './NodeHeader.tsx';
import { NodeSettings } from './NodeSettings.tsx';
import { TopicForm } from './TopicForm.tsx';
import { TryOut } from './TryOut.tsx';
import { componentCall } from './componentCall.ts';
import { unplacedProblems } from './unplacedProblems.ts';

const NO_PROBLEMS: readonly Diagnostic[] = [];

/** Everything about one node: figures, options, connection, and what all nodes of its kind have. */
export function NodeInspector({ id }: { readonly id: string }) {
  const node = useDocument((state) => state.document.pipeline?.nodes[id]);
  const catalog = useDocument((state) => state.catalog);
  const problems = useDocument((state) => state.problemsByNode[id]) ?? NO_PROBLEMS;
  if (node === undefined) return null;
  const kind = kindOf(node);
  const component = componentOf(catalog, node);
  return (
    <NodeBody
      key={`${kind}:${kind === 'topic' ? '' : typeOf(node)}`}
      id={id}
      node={node}
      component={component}
      problems={problems}
    />
  );
}

interface NodeBodyProps {
  readonly id: string;
  readonly node: PipelineNode;
  readonly component: ComponentDescriptor | undefined;
  readonly problems: readonly Diagnostic[];
}

function NodeBody({ id, node, component, problems }: NodeBodyProps) {
  const { t } = useTranslation();
  const { execute } = useDocumentActions();
  const pipeline = useDocument((state) => state.document.pipeline);
  const say = useLocalised(component);
  const kind = kindOf(node);
  const set = (path: readonly string[], value: unknown): void => execute(setNodeValue(id, path, value));
  const title = kind === 'topic' ? t('inspector.topicTitle') : say(component?.title ?? typeOf(node));
  const call = componentCall(node, component, pipeline);

  return (
    <>
      <NodeHeader id={id} kind={kind} icon={component?.icon} title={title} />
      <NodeProblems problems={unplacedProblems(problems, id, component)} />
      <NodeFigures id={id} />
      {component !== undefined && <p className={classes['about']}>{say(component.description)}</p>}
      {'topic' in node ? (
        <TopicForm id={id} node={node} problems={problems} onSet={set} />
      ) : (
        component !== undefined && (
          <Section title={t('inspector.options')}>
            {component.connection !== undefined && (
              <div style={{ marginBottom: 14 }}>
                <FieldFrame
                  htmlFor={`${id}-connection`}
                  title={t('common.kind.connection')}
                  required={component.connection.optional !== true}
                  problems={problemsAt(problems, `nodes.${id}.connection`)}
                >
                  <ConnectionPicker
                    id={`${id}-connection`}
                    type={component.connection.type}
                    value={'connection' in node ? node.connection : undefined}
                    isOptional={component.connection.optional === true}
                    onChange={(name) => set(['connection'], name)}
                  />
                </FieldFrame>
              </div>
            )}
            <SchemaForm
              descriptor={component}
              value={node.config ?? {}}
              path={`nodes.${id}.config`}
              problems={problems}
              call={call}
              onChange={(config) => execute(setNodeConfig(id, config))}
            />
          </Section>
        )
      )}
      {component !== undefined && call !== undefined && <TryOut component={component} call={call} />}
      <NodeSettings id={id} node={node} problems={problems} onSet={set} />
    </>
  );
}

/** Problems no field shows. */
function NodeProblems({ problems }: { readonly problems: readonly Diagnostic[] }) {
  if (problems.length === 0) return null;
  return (
    <div className={classes['problems']}>
      {problems.map(({ code, severity, message, hint }) => (
        <p key={code + message} className={classes['problem']}>
          <SeverityMark severity={severity} />
          <span>
            {message}
            {hint !== undefined && <span className={classes['hint']}> {hint}</span>}
          </span>
        </p>
      ))}
    </div>
  );
}
