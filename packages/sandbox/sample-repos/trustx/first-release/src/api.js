/** The API refused or could not be reached; the message is for the person in front of the screen. */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

const bearer = (token) => ({ authorization: `Bearer ${token}` });

/** Calls the API of Profile360. */
export function createApi(base, request = (...question) => fetch(...question)) {
  async function read(path, headers) {
    let answer;
    try {
      answer = await request(`${base}${path}`, { headers });
    } catch {
      throw new ApiError('The service cannot be reached. Try again in a moment.', 0);
    }
    if (answer.status === 401) throw new ApiError('This access token is not valid.', 401);
    if (!answer.ok) throw new ApiError(`The service answered with an error (${answer.status}).`, answer.status);
    return answer.json();
  }
  return {
    users: async (token) => (await read('/users/', bearer(token))).users,
    integrations: async (token) => (await read('/integrations', bearer(token))).integrations,
    /** The share of each feature flag; none where they cannot be read: nobody is kept from the page by that. */
    flags: async () => {
      try {
        return await read('/flags', {});
      } catch {
        return {};
      }
    },
  };
}
