import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The pages, built into dist/web; every asset's name carries the hash of its content. */
export default defineConfig({
  plugins: [react()],
  base: '/',
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
