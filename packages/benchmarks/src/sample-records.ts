/** The owner of the records whose number is `index`; 1,000 owners in all where `index` goes that far. */
export function ownerId(index: number): string {
  return `9900cce6-bcd6-412a-bcd1-${String(index).padStart(12, '0')}`;
}

/** An opportunity as a CRM holds it; with a webhook's block around it a body of about 1 KB. */
export function opportunity(index: number, owner: number): Record<string, unknown> {
  return {
    id: `1c7f2d3e-0f51-4f0e-9a55-${String(index).padStart(12, '0')}`,
    name: `Opportunity ${index}`,
    status: 1,
    owner_id: ownerId(owner),
    step_id: '6a1de2f5-6f0c-4b8e-9f0b-4a64b6f0a001',
    value: { base_value: 1_500.5 + index, currency_id: 'b4c0a9ea-7a3e-4f2b-8e46-111111111111' },
    closing_date: '2026-12-31',
    is_archived: false,
    ranking: 3,
    tags: ['hot', 'renewal'],
    created: '2026-01-05 08:12:44.123456+00:00',
    modified: '2026-11-23 10:00:00.000000+00:00',
    description: 'Renewal of the yearly contract, with two more seats and the support package that was asked for.',
  };
}
