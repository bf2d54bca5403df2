import '@mantine/core/styles.css';
import './page.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { createQueryClient } from './api/queries.ts';
import { LanguageProvider } from './messages/language.tsx';
import { createPageRouter } from './router.tsx';
import { theme } from './theme.ts';

// The pages' content security policy allows no code made at run time.
z.config({ jitless: true });

/** The session is over: the router asks again who is signed in, and leads to the sign-in. */
const queryClient = createQueryClient(() => {
  queryClient.removeQueries({ queryKey: ['me'] });
  void router.invalidate();
});
const router = createPageRouter(queryClient);
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root');

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <LanguageProvider>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  </StrictMode>,
);
