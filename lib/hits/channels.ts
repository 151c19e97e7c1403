/**
 * Where visitors come from, in a few words: by the host of the page that linked here, or by the app.
 * Search engines have a table of their own (engines.ts).
 */
export const channels = ['direct', 'internal', 'search', 'social', 'ai', 'email', 'other'] as const;
export type Channel = (typeof channels)[number];

type Known = 'social' | 'ai' | 'email';

/** The channel of a page on a lower-case host without "www.", search engines aside: 'other' when no table knows it. */
export function channelOfPage(host: string, path: string): Known | 'other' {
  if ((host === 'bing.com' || host === 'huggingface.co') && /^\/chat(\/|$)/.test(path)) return 'ai';
  // From the most special domain to the most general: mail.google.com before google.com.
  for (let domain = host; domain.includes('.'); domain = domain.slice(domain.indexOf('.') + 1)) {
    const known = byDomain.get(domain);
    if (known) return known;
  }
  if (/^(web|e)?mail\d*\.|^(roundcube|horde|squirrelmail|owa|newsletter)\./.test(host)) return 'email';
  if (/^(.+\.)?(pinterest|blogger)\.[a-z]{2,3}(\.[a-z]{2})?$/.test(host)) return 'social';
  if (/\.social$|^mastodon\.|^(mstdn|mas\.to|pixelfed|lemmy|misskey|pleroma|friendica)\b/.test(host))
    return 'social';
  return 'other';
}

/** The channel of an Android or iOS app by its package name (android-app://com.twitter.android/). */
export function channelOfApp(name: string): Known | 'other' {
  for (const [channel, pattern] of apps) if (pattern.test(name)) return channel;
  return 'other';
}

const domains: Record<Known, string> = {
  social: `facebook.com fb.com fb.me messenger.com instagram.com threads.net threads.com t.co twitter.com x.com
    linkedin.com lnkd.in youtube.com youtu.be vimeo.com twitch.tv dailymotion.com reddit.com redd.it pin.it tumblr.com
    umblr.com tiktok.com snapchat.com vk.com vk.ru vkontakte.ru ok.ru odnoklassniki.ru dzen.ru my.mail.ru weibo.com
    weibo.cn t.cn bsky.app bsky.social t.me telegram.me telegram.org whatsapp.com wa.me discord.com discordapp.com
    signal.me quora.com zhihu.com douban.com xiaohongshu.com qzone.qq.com renren.com mixi.jp b.hatena.ne.jp line.me
    story.kakao.com news.ycombinator.com lobste.rs digg.com stumbleupon.com del.icio.us delicious.com slashdot.org
    xing.com meetup.com flickr.com livejournal.com plus.google.com plus.url.google.com myspace.com nextdoor.com
    viadeo.com skyrock.com tagged.com gab.com truthsocial.com minds.com mastodon.social mastodon.online fosstodon.org
    hachyderm.io infosec.exchange chaos.social troet.cafe lemmy.world flipboard.com getpocket.com instapaper.com
    hootsuite.com buffer.com friendfeed.com identi.ca diasporafoundation.org xanga.com hi5.com orkut.com taringa.net
    discord.gg wechat.com weixin.qq.com bilibili.com douyin.com nicovideo.jp v2ex.com workplace.com livejournal.ru
    mamot.fr pawoo.net social.tchncs.de c.im mastodonapp.uk universeodon.com toot.community social.vivaldi.net
    badoo.com bebo.com nk.pl netlog.com multiply.com friendster.com plaxo.com meinvz.net studivz.net last.fm
    meneame.net wykop.pl tuenti.com disqus.com foursquare.com goodreads.com glassdoor.com yammer.com`,
  ai: `chatgpt.com chat.openai.com openai.com claude.ai perplexity.ai gemini.google.com bard.google.com
    notebooklm.google.com copilot.microsoft.com copilot.com copilot.cloud.microsoft m365.cloud.microsoft
    edgeservices.bing.com chat.mistral.ai mistral.ai deepseek.com grok.com grok.x.ai x.ai you.com poe.com phind.com
    meta.ai pi.ai kimi.com kimi.ai kimi.moonshot.cn doubao.com yuanbao.tencent.com qwen.ai chat.qwenlm.ai
    tongyi.aliyun.com tongyi.com yiyan.baidu.com chatglm.cn duck.ai lumo.proton.me felo.ai andisearch.com iask.ai
    komo.ai liner.com manus.im genspark.ai character.ai chat.z.ai chat.inceptionlabs.ai coral.cohere.com
    alice.yandex.ru giga.chat`,
  email: `mail.google.com inbox.google.com outlook.live.com outlook.office.com outlook.office365.com outlook.com
    mail.live.com hotmail.com mail.yahoo.com mail.aol.com e.mail.ru touch.mail.ru mail.yandex.ru mail.yandex.com
    mail.proton.me mail.protonmail.com protonmail.com tutanota.com app.tuta.com app.fastmail.com fastmail.com
    mail.zoho.com zohomail.com mail.qq.com mail.163.com mail.126.com navigator.gmx.net deref-gmx.net deref-gmx.com
    3c.gmx.net deref-web.de deref-web-02.de navigator.web.de deref-1und1.de list-manage.com mailchi.mp
    campaign-archive.com createsend.com cmail19.com cmail20.com sendgrid.net icloud.mail.com app.hey.com
    webmail.t-online.de email.t-online.de mail.naver.com mail.daum.net mail.rambler.ru poczta.onet.pl poczta.wp.pl
    superhuman.com`,
};

const byDomain = new Map<string, Known>();
for (const channel of ['social', 'ai', 'email'] as const) {
  for (const domain of domains[channel].split(/\s+/)) byDomain.set(domain, channel);
}

const apps: [Known, RegExp][] = [
  ['email', /^com\.google\.android\.gm\b|outlook|\.mail\b|mail\.|fsck\.k9|protonmail|readdle\.smartemail/],
  [
    'ai',
    /^com\.openai\.|^com\.anthropic\.|perplexity|^com\.google\.android\.apps\.bard|copilot|deepseek|^ai\.x\.grok/,
  ],
  [
    'social',
    /facebook|^com\.instagram|twitter|linkedin|reddit|pinterest|snapchat|tumblr|whatsapp|telegram|tiktok|musically|vkontakte|bluesky|xyz\.blueskyweb|mastodon|discord|threads|youtube|weibo|tencent\.mm|joinmastodon|hackernews/,
  ],
];
