/** `{ success: true, data }` (RS-1). */
export interface SuccessBody<Data> {
  success: true;
  data: Data;
}

export function successBody<Data>(data: Data): SuccessBody<Data> {
  return { success: true, data };
}
