// Which hosts may see an org's token: Salesforce's own, and the one that the user named.

/** Where orgs live: https://help.salesforce.com/s/articleView?id=xcloud.domain_name_url_formats.htm; a government cloud, a Chinese one. */
const VENDOR = ['salesforce.com', 'cloudforce.com', 'salesforce.mil', 'sfcrmproducts.cn'];

/** Whether the instance that a token answer names is one: a proxy or a bent answer may name any. */
export function isTrustedInstance(instanceUrl: string, loginUrl: string): boolean {
  const instance = new URL(instanceUrl);
  const login = new URL(loginUrl);
  if (instance.protocol !== 'https:' && instance.protocol !== login.protocol) return false;
  if (instance.hostname === login.hostname) return true;
  return instance.protocol === 'https:' && VENDOR.some(host => `.${instance.hostname}`.endsWith(`.${host}`));
}
