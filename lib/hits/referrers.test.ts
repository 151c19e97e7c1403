import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { channels } from './channels';
import { notProvided } from './engines';
import { type Referrer, referrerOf } from './referrers';
import { referrers } from './testing/samples';

const own = new Set(['press.example.com', 'localhost']);
const of = (referrer: string) => referrerOf(referrer, own);
const nothing: Referrer = { channel: 'direct', host: null, page: null, engine: null, term: null };

test('no referrer, garbage and addresses that are no web page are direct', () => {
  const none = [
    '',
    '-',
    'garbage',
    'not a url at all',
    'http://',
    'http:///',
    'http://exa mple.com/',
    'about:blank',
  ];
  const others = [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'chrome-extension://abc/',
    'data:text/html,x',
    '\\x00\\xFF',
  ];
  for (const referrer of [...none, ...others]) assert.deepEqual(of(referrer), nothing, referrer);
});

test('host is lower-case without www and port, page has no query, password, session or control character', () => {
  const pages: [string, string, string][] = [
    ['https://WWW.Example.ORG:8443/News/?id=1#x', 'example.org', 'example.org/News/'],
    [
      'https://user:secret@blog.example.org/2026/acme?token=abc',
      'blog.example.org',
      'blog.example.org/2026/acme',
    ],
    ['http://shop.example.org/a;jsessionid=0F/b', 'shop.example.org', 'shop.example.org/a/b'],
    ['http://example.org./x', 'example.org', 'example.org/x'],
    ['http://www.com/', 'www.com', 'www.com/'],
    ['https://bücher.example/', 'xn--bcher-kva.example', 'xn--bcher-kva.example/'],
    [
      'http://xn--90adhhccf5aeewt7j.xn--p1ai/',
      'xn--90adhhccf5aeewt7j.xn--p1ai',
      'xn--90adhhccf5aeewt7j.xn--p1ai/',
    ],
    ['https://de.wikipedia.org/wiki/M%C3%BCnchen', 'de.wikipedia.org', 'de.wikipedia.org/wiki/München'],
    ['https://de.wikipedia.org/wiki/M\\xC3\\xBCnchen', 'de.wikipedia.org', 'de.wikipedia.org/wiki/München'],
    ['http://example.org/%00%0Aa%2Fb%E0%A4%A', 'example.org', 'example.org/%00%0Aa%2Fb%E0%A4%A'],
    ['http://example.org/a%0Ab', 'example.org', 'example.org/a b'],
    ['http://example.org/\\x22quoted\\x22', 'example.org', 'example.org/%22quoted%22'.replaceAll('%22', '"')],
    ['http://[2001:DB8::1]:80/x', '[2001:db8::1]', '[2001:db8::1]/x'],
    ['example.org/x', 'example.org', 'example.org/x'],
  ];
  for (const [referrer, host, page] of pages) {
    assert.deepEqual([of(referrer).host, of(referrer).page], [host, page], referrer);
  }
  assert.equal(of(`http://example.org/${'a'.repeat(500)}`).page!.length, 200);
});

test('channels', () => {
  const cases: [Referrer['channel'], string[]][] = [
    [
      'internal',
      ['https://press.example.com/', 'https://www.press.example.com/x', 'http://localhost:8080/a?b'],
    ],
    [
      'social',
      [
        'https://t.co/P6vw4TTqWs',
        'https://l.facebook.com/l.php?u=x',
        'https://www.linkedin.com/feed/',
        'https://news.ycombinator.com/item?id=1',
        'https://www.pinterest.co.uk/pin/1',
        'https://bsky.app/',
        'https://mastodon.social/@a',
        'android-app://com.linkedin.android/',
        'https://plus.url.google.com/url?q=x',
      ],
    ],
    [
      'ai',
      [
        'https://chatgpt.com/',
        'https://www.perplexity.ai/search?q=x',
        'https://claude.ai/',
        'https://gemini.google.com/app',
        'https://copilot.microsoft.com/',
        'https://www.bing.com/chat?q=x',
        'https://edgeservices.bing.com/',
        'android-app://com.openai.chatgpt',
      ],
    ],
    [
      'email',
      [
        'https://mail.google.com/mail/u/0/',
        'https://outlook.live.com/',
        'https://webmail.example.org/',
        'https://e.mail.ru/',
        'android-app://com.google.android.gm/',
        'https://acme.us1.list-manage.com/track',
      ],
    ],
    [
      'search',
      [
        'https://www.google.com/',
        'https://duckduckgo.com/',
        'android-app://com.google.android.googlequicksearchbox/',
        'https://news.google.com/articles/x',
      ],
    ],
    [
      'other',
      [
        'https://docs.google.com/document/d/1',
        'http://google.example.com/search?q=a',
        'https://notgoogle.com/search?q=x',
        'https://twitter.com.example.org/',
        'https://mix.com.example/',
        'http://www.google.com/url?q=http%3A%2F%2Fexample.com%2F&sa=D&sntz=1',
        'android-app://com.example.reader/',
      ],
    ],
  ];
  for (const [channel, list] of cases)
    for (const referrer of list) assert.equal(of(referrer).channel, channel, referrer);
});

test('engines and terms', () => {
  const cases: [string, string, string][] = [
    ['https://www.google.com/', 'Google', notProvided],
    ['http://www.google.fr/url?sa=t&rct=j&q=&esrc=s&source=web&cd=5', 'Google', notProvided],
    [
      'http://www.google.com.hk/url?sa=t&rct=j&q=the+logstash+book+pdf&url=%68%74',
      'Google',
      'the logstash book pdf',
    ],
    ['http://www.google.co.uk/search?q=%20XDOTOOL%20%20Mac ', 'Google', 'xdotool mac'],
    ['http://www.google.com/#hl=en&q=after+hash', 'Google', 'after hash'],
    ['http://www.google.com/search?q=before#q=after', 'Google', 'after'],
    [
      'http://www.google.com/search?as_q=web+analytics&as_epq=real+time&as_oq=gpl+open&as_eq=oracle',
      'Google',
      'web analytics gpl or open "real time" -oracle',
    ],
    ['http://www.google.de/search?q=m%FCnchen', 'Google', 'münchen'],
    ['http://www.google.com/search?q=rage+face&tbm=isch', 'Google Images', 'rage face'],
    [
      'http://www.google.com/imgres?imgurl=http://x/&prev=/search%3Fq%3Drage%2Bface%26tbm%3Disch',
      'Google Images',
      'rage face',
    ],
    ['https://scholar.google.com/scholar?q=logs', 'Google Scholar', 'logs'],
    ['http://www.bing.com/search?q=xdotool&form=OPRTSD&pc=OPER', 'Bing', 'xdotool'],
    ['https://www.bing.com/images/search?q=cats', 'Bing Images', 'cats'],
    ['http://r.duckduckgo.com/l/?kh=-1&uddg=http%3A%2F%2Fexample.com', 'DuckDuckGo', notProvided],
    ['https://uk.search.yahoo.com/search?p=press+release&ei=UTF-8', 'Yahoo', 'press release'],
    ['https://r.search.yahoo.com/_ylt=A0geK/RV=2/RE=1', 'Yahoo', notProvided],
    ['https://search.yahoo.co.jp/search?p=%E6%97%A5%E6%9C%AC', 'Yahoo', '日本'],
    ['https://yandex.ru/clck/jsredir?from=yandex.ru&text=%D0%BF%D1%80%D0%B8', 'Yandex', 'при'],
    ['https://ya.ru/search/?text=a', 'Yandex', 'a'],
    ['http://www.baidu.com/s?wd=%D6%D0%B9%FA', 'Baidu', '中国'],
    ['http://www.baidu.com/s?ie=utf-8&wd=%E4%B8%AD', 'Baidu', '中'],
    ['http://go.mail.ru/search?q=%EF%F0%E8', 'Mail.ru', 'при'],
    ['http://search.naver.com/search.naver?query=%EA%B2%80', 'Naver', '검'],
    ['http://search.daum.net/', 'Daum', notProvided],
    ['https://search.brave.com/search?q=a%26b', 'Brave', 'a&b'],
    ['https://www.qwant.com/?q=a&t=web', 'Qwant', 'a'],
    ['https://kagi.com/search?q=a', 'Kagi', 'a'],
    ['https://www.ecosia.org/search?q=a', 'Ecosia', 'a'],
    ['https://www.startpage.com/sp/search?query=a', 'Startpage', 'a'],
    ['https://search.seznam.cz/?q=a', 'Seznam', 'a'],
    ['https://www.sogou.com/web?query=a', 'Sogou', 'a'],
    ['https://search.aol.co.uk/aol/search?q=a&s_it=b', 'AOL', 'a'],
    ['http://uk.ask.com/web?q=a', 'Ask', 'a'],
    ['https://www.mojeek.com/search?q=a', 'Mojeek', 'a'],
    ['http://search.auone.jp/?q=%8El%8C%8E%82%CD%8CN%82%CC%89R&ie=SJIS', 'au', '四月は君の嘘'],
    [
      'http://wsdsold.infospace.com/pemonitorhosted/ws/results/Web/press%20room/1/417/',
      'InfoSpace',
      'press room',
    ],
    ['https://search.example.edu/results?query=Acme+Ships', 'search.example.edu', 'acme ships'],
    ['http://www.google.com/search?q=%', 'Google', '%'],
    ['http://www.google.com/search?q=%00%E2%80%AE+', 'Google', notProvided],
  ];
  for (const [referrer, engine, term] of cases) {
    const found = of(referrer);
    assert.deepEqual([found.channel, found.engine, found.term], ['search', engine, term], referrer);
  }
  assert.equal(of(`http://www.google.com/search?q=${'ab'.repeat(300)}`).term!.length, 200);
});

test('nothing makes it throw, and everything it says is bounded and printable', () => {
  const schemes = fc.constantFrom('http://', 'https://', 'android-app://', 'http:', '', 'http://user:pw@');
  const hosts = fc.constantFrom(
    'www.google.com',
    'images.google.de',
    'www.baidu.com',
    'a.b',
    '[::1]',
    'x'.repeat(300),
    'ü.example',
    '..',
  );
  const rests = fc.string({ unit: 'binary', maxLength: 400 });
  const ugly = fc
    .tuple(
      schemes,
      hosts,
      fc.constantFrom('/', '/search?q=', '/s?ie=gbk&wd=', '#q=', ':99999/', '/url?q='),
      rests,
    )
    .map((parts) => parts.join(''));
  const escaped = fc
    .array(fc.constantFrom('%', '\\x', 'C3', 'ff', '00', '+', '&', 'q=', 'ie=', '\\"', '\\\\'))
    .map((list) => list.join(''));
  fc.assert(
    fc.property(
      fc.oneof(
        ugly,
        rests,
        escaped.map((text) => `http://www.google.com/search?q=${text}`),
      ),
      (referrer) => {
        const { channel, host, page, engine, term } = of(referrer);
        assert.ok(channels.includes(channel));
        for (const text of [host, page, engine, term]) {
          if (text === null) continue;
          assert.ok(text.length > 0 && text.length <= 253, text);
          assert.doesNotMatch(text, /[\p{Cc}\p{Bidi_Control}]/u);
          assert.ok(text.isWellFormed());
        }
        assert.equal(engine !== null, term !== null);
        assert.equal(engine !== null, channel === 'search');
        assert.equal(host === null, channel === 'direct');
      },
    ),
    { numRuns: 2000 },
  );
  for (const referrer of referrers) of(referrer);
});

test('a password in a referrer is nowhere in what is kept', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
      const kept = JSON.stringify(of(url.replace('://', '://name:hunter2@')));
      assert.ok(!kept.includes('hunter2'));
    }),
  );
});

const real = fileURLToPath(new URL('../../../shared/data/access-5k.log', import.meta.url));

test('every search in a real log is found, with its term where it is there', {
  skip: !existsSync(real),
}, () => {
  const site = new Set(['semicomplete.com']);
  const found = { search: 0, hidden: 0, internal: 0, direct: 0 };
  for (const line of readFileSync(real, 'latin1').trimEnd().split('\n')) {
    const logged = line.split('"')[3]!;
    const { channel, term, host } = referrerOf(logged, site);
    if (channel === 'internal' || channel === 'direct') found[channel]++;
    if (channel === 'search') {
      found.search++;
      if (term === notProvided) {
        found.hidden++;
        assert.doesNotMatch(logged, /[?&#]q=[^&]/, logged);
      }
    } else if (/google|bing|duckduckgo|daum/.test(host ?? '')) {
      assert.match(logged, /\/url\?q=http.*&sa=D/, logged);
    }
  }
  assert.deepEqual(found, { search: 282, hidden: 244, internal: 2393, direct: 2172 });
});
