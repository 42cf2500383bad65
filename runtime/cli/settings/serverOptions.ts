import type { Command } from 'commander';

/** The flags of commands that serve a member; each is also a variable and a setting, see SETTINGS. */
export function addServerOptions(command: Command): Command {
  return command
    .option('--data <dir>', 'folder of the member: bus, positions, secrets, token (default: .gantry)')
    .option('--workspace <dir>', 'folder of pipeline documents (default: workspace in the data folder)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--port <port>', 'port to listen on; 0 takes a free one')
    .option('--token-file <file>', 'file with the token (default: token in the data folder, made at the first start)')
    .option('--tls-cert <file>', 'PEM certificate to serve HTTPS with')
    .option('--tls-key <file>', 'PEM key of the certificate')
    .option('--allow-insecure', 'listen beyond this machine without TLS')
    .option('--allow-host <name...>', 'host names the member is reached by')
    .option('--log-level <level>', 'debug, info, warn or error');
}
