import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The member `npm run dev:web` talks to. */
const MEMBER = process.env['GANTRY_MEMBER'] ?? 'http://127.0.0.1:7070';

/** Relative base: the same files are served at / by a member and loaded from app:// by the desktop shell. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  publicDir: fileURLToPath(new URL('../assets/brand', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // Fonts stay files: the member's content security policy need not allow data: URLs for us.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1600,
  },
  server: {
    // The member checks Host and Origin, so the proxy speaks to it as itself.
    proxy: { '/api': { target: MEMBER, changeOrigin: true, headers: { origin: MEMBER } } },
  },
});
