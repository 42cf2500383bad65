import { ApiError } from '../../client/index.ts';
import type { RuntimeClient } from '../../client/index.ts';
import type { DraftPort } from '../../document/index.ts';

/** Keeps drafts in the member's workspace. A stale etag (409) is an answer and not a failure: it comes with what is there. */
export function createDraftPort(client: Pick<RuntimeClient, 'pipeline' | 'savePipeline'>): DraftPort {
  return {
    async save(name, text, etag) {
      try {
        return { saved: true, etag: (await client.savePipeline(name, text, etag)).etag };
      } catch (caught) {
        if (!(caught instanceof ApiError) || caught.status !== 409) throw caught;
        const theirs = await client.pipeline(name);
        return { saved: false, theirs: { text: theirs.text, etag: theirs.etag } };
      }
    },
  };
}
