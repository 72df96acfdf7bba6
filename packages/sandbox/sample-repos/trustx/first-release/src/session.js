const KEY = 'trustx.token';

/** The access token of this tab; it goes when the tab is closed. */
export const session = {
  read: () => sessionStorage.getItem(KEY),
  start: (token) => sessionStorage.setItem(KEY, token),
  end: () => sessionStorage.removeItem(KEY),
};
