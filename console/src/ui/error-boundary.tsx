import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { Component, type ReactNode } from 'react';
import type { GatewayRequestError } from '../relay/request-error.ts';

interface Props {
  readonly children: ReactNode;
  /** Called before it is tried again. */
  readonly onRetry?: () => void;
  /** Puts the error into a frame, such as a panel that can be closed. */
  readonly frame?: (error: ReactNode) => ReactNode;
}

/** Time after which what failed is tried again by itself where the gateway did not answer. Milliseconds. */
const RETRY_MS = 3_000;

/** Shows an error in place of the part of a view that failed, with a way to try again. */
export class ErrorScreen extends Component<Props, { readonly error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  private timer: ReturnType<typeof setTimeout> | undefined;

  override componentDidUpdate(): void {
    clearTimeout(this.timer);
    const { error } = this.state as { error: GatewayRequestError | null };
    if (error?.code === 'UNREACHABLE') this.timer = setTimeout(() => this.setState({ error: null }), RETRY_MS);
  }

  override componentWillUnmount(): void {
    clearTimeout(this.timer);
  }

  override render() {
    const { error } = this.state as { error: GatewayRequestError | null };
    if (error === null) return this.props.children;
    const retry = () => {
      this.props.onRetry?.();
      this.setState({ error: null });
    };
    const alert = (
      <Alert type="error" header="This could not be read" action={<Button onClick={retry}>Try again</Button>}>
        {error.message} {error.code && <code>{error.code}</code>}
      </Alert>
    );
    return this.props.frame?.(alert) ?? alert;
  }
}
