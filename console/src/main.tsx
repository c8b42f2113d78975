import '@cloudscape-design/global-styles/index.css';
import './app/console.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { readCaller } from './app/caller.ts';
import { StartFailure } from './app/start-failure.tsx';

const root = createRoot(document.getElementById('root') as HTMLElement);

async function start(): Promise<void> {
  try {
    root.render(<App caller={await readCaller()} signOut={null} />);
  } catch (error) {
    root.render(<StartFailure error={error as Error} retry={() => void start()} />);
  }
}

void start();
