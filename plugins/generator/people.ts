import type { Random } from './random.ts';

/** A person as the records show one. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly city: string;
  readonly country: string;
}

/** Names of one language, with the cities their bearers live in; `ascii` is how a name is spelt in an e-mail address. */
interface Locale {
  readonly country: string;
  readonly familyFirst?: boolean;
  readonly given: readonly [Name, ...Name[]];
  readonly family: readonly [Name, ...Name[]];
  readonly cities: readonly [string, ...string[]];
}

type Name = readonly [name: string, ascii: string];

const LOCALES: readonly [Locale, ...Locale[]] = [
  {
    country: 'DE',
    given: [
      ['Jürgen', 'juergen'],
      ['Zoë', 'zoe'],
      ['Lena', 'lena'],
      ['Björn', 'bjoern'],
      ['Käthe', 'kaethe'],
    ],
    family: [
      ['Müller', 'mueller'],
      ['Groß', 'gross'],
      ['Schäfer', 'schaefer'],
      ['Weber', 'weber'],
      ['Vogt', 'vogt'],
    ],
    cities: ['Berlin', 'München', 'Köln', 'Düsseldorf', 'Leipzig'],
  },
  {
    country: 'CN',
    familyFirst: true,
    given: [
      ['伟', 'wei'],
      ['芳', 'fang'],
      ['秀英', 'xiuying'],
      ['子涵', 'zihan'],
      ['明', 'ming'],
    ],
    family: [
      ['王', 'wang'],
      ['李', 'li'],
      ['张', 'zhang'],
      ['刘', 'liu'],
      ['陈', 'chen'],
    ],
    cities: ['上海', '北京', '杭州', '深圳', '成都'],
  },
  {
    country: 'US',
    given: [
      ['Ada', 'ada'],
      ['Grace', 'grace'],
      ['Noah', 'noah'],
      ['Mia', 'mia'],
      ['Liam', 'liam'],
    ],
    family: [
      ["O'Brien", 'obrien'],
      ['Smith', 'smith'],
      ['Nguyen', 'nguyen'],
      ['Garcia', 'garcia'],
      ['Lee-Jones', 'leejones'],
    ],
    cities: ['Chicago', 'Austin', 'Seattle', 'Boston', 'Denver'],
  },
  {
    country: 'PL',
    given: [
      ['Łukasz', 'lukasz'],
      ['Małgorzata', 'malgorzata'],
      ['Zofia', 'zofia'],
      ['Grażyna', 'grazyna'],
    ],
    family: [
      ['Wójcik', 'wojcik'],
      ['Dąbrowski', 'dabrowski'],
      ['Kowalski', 'kowalski'],
      ['Żuk', 'zuk'],
    ],
    cities: ['Warszawa', 'Kraków', 'Łódź', 'Gdańsk'],
  },
  {
    country: 'BR',
    given: [
      ['João', 'joao'],
      ['Conceição', 'conceicao'],
      ['Inês', 'ines'],
      ['Luís', 'luis'],
    ],
    family: [
      ['Gonçalves', 'goncalves'],
      ['Araújo', 'araujo'],
      ['Silva', 'silva'],
      ['Moraes', 'moraes'],
    ],
    cities: ['São Paulo', 'Brasília', 'Curitiba', 'Recife'],
  },
  {
    country: 'JP',
    familyFirst: true,
    given: [
      ['さくら', 'sakura'],
      ['陽翔', 'haruto'],
      ['結衣', 'yui'],
      ['蓮', 'ren'],
    ],
    family: [
      ['佐藤', 'sato'],
      ['鈴木', 'suzuki'],
      ['高橋', 'takahashi'],
      ['田中', 'tanaka'],
    ],
    cities: ['東京', '大阪', '札幌', '福岡'],
  },
];

const MAIL_HOSTS: readonly [string, ...string[]] = ['example.com', 'example.org', 'mail.example.net'];

/** Makes up a person; the number tells apart the e-mail addresses of those with one name. */
export function makePerson(random: Random, number: number): Person {
  const locale = random.pick(LOCALES);
  const given = random.pick(locale.given);
  const family = random.pick(locale.family);
  return {
    name: locale.familyFirst ? `${family[0]}${given[0]}` : `${given[0]} ${family[0]}`,
    email: `${given[1]}.${family[1]}${number}@${random.pick(MAIL_HOSTS)}`,
    city: random.pick(locale.cities),
    country: locale.country,
  };
}
