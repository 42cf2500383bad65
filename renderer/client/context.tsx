import { createContext, useContext, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { Desktop } from './desktop.ts';
import type { ConnectionState } from './eventStream.ts';
import type { RuntimeClient } from './runtimeClient.ts';

interface Services {
  readonly client: RuntimeClient;
  readonly desktop: Desktop;
  /** Takes a token a person typed, and tries again with it. Absent where the shell holds it. */
  readonly giveToken?: (token: string) => void;
}

const ServicesContext = createContext<Services | undefined>(undefined);

export function ServicesProvider({
  services,
  children,
}: {
  readonly services: Services;
  readonly children: ReactNode;
}) {
  return <ServicesContext.Provider value={services}>{children}</ServicesContext.Provider>;
}

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === undefined) throw new Error('ServicesProvider is missing above');
  return services;
}

export function useClient(): RuntimeClient {
  return useServices().client;
}

export function useConnection(): ConnectionState {
  const { connection } = useClient().events;
  return useSyncExternalStore(connection.subscribe, connection.getState);
}
