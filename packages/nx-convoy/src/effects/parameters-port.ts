/** SSM parameters of one region. */
export interface Parameters {
  /** The value, decrypted; null: there is no such parameter. */
  parameter(name: string): Promise<string | null>;
  /** Makes the parameter be this text, whatever it was; a new one is a plain String. */
  setParameter(name: string, value: string): Promise<void>;
}
