import { type APIRequestContext, devices, expect } from '@playwright/test';
import type { ContentRef } from '@/lib/hits/statistics';
import { ownNewsroom, publish } from './content';

/** A browser that a person holds, for requests that are no page. */
export const reader = { 'User-Agent': devices['Desktop Chrome'].userAgent };

/** Asks the site how many hits something has. Counts are read when everything before is counted. */
export class HitCounts {
  private marker: { id: number; url: string } | undefined;

  constructor(private readonly request: APIRequestContext) {}

  async now(ref: ContentRef): Promise<{ today: number | null; total: number }> {
    const response = await this.request.get(`/api/hits/${ref.type}/${ref.id}`);
    expect(response.status(), `hits of ${ref.type} ${ref.id}`).toBe(200);
    return response.json();
  }

  /** The total, once every request that was answered before this call is counted. */
  async total(ref: ContentRef): Promise<number> {
    await this.settled();
    return (await this.now(ref)).total;
  }

  /** The log is read in order: when a request that is sent now is counted, so are those before it. */
  async settled(): Promise<void> {
    this.marker ??= await publish({ newsroomId: (await ownNewsroom('Marker')).id, title: 'Marker' });
    const ref = { type: 'release', id: this.marker.id } as const;
    const { total: before } = await this.now(ref);
    const response = await this.request.get(this.marker.url, { headers: reader });
    expect(response.status()).toBe(200);
    await expect.poll(async () => (await this.now(ref)).total, { intervals: [20, 50, 100] }).toBe(before + 1);
  }
}
