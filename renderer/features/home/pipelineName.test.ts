import { describe, expect, it } from 'vitest';
import { freeName, nameProblem } from './pipelineName.ts';

describe('pipeline names', () => {
  it('are made from files and titles, and never taken twice', () => {
    expect([freeName('My Orders.yaml', []), freeName('orders', ['orders', 'orders-2']), freeName('???', [])]).toEqual([
      'my-orders',
      'orders-3',
      'pipeline',
    ]);
  });

  it('are refused when they are invalid or taken', () => {
    expect([nameProblem('orders', []), nameProblem('Orders', []), nameProblem('orders', ['orders'])]).toEqual([
      undefined,
      'invalid',
      'taken',
    ]);
  });
});
