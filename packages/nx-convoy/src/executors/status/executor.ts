export default async function status(): Promise<{ success: boolean }> {
  return { success: true };
}
