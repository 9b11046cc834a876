// One small event per tick: someone asks, is answered, says how it was; a contact changes, a deal is won, a note is taken.
import type { Hands } from '../../../../connectors/kit/sandbox-part.ts';
import type { SupportCase } from '../../../../connectors/kit/story/happenings.ts';
import type { Person } from '../../../../connectors/kit/story/people.ts';
import type { World } from '../../../../connectors/kit/story/world.ts';
import { type Desks, at as recordAt } from '../desks.ts';
import { JOB_TITLES } from '../names.ts';
import { Random } from '../random.ts';
import { askersAmong, makeCase, seconds } from '../support.ts';
import { afterCase } from '../surveys.ts';
import { agentReply, moodOf } from '../texts.ts';
import { makeTouch } from '../touches.ts';

type Kind = 'ask' | 'solve' | 'rate' | 'edit' | 'win' | 'touch';
const KINDS: Readonly<Record<Kind, number>> = { ask: 3, solve: 3, rate: 2.4, edit: 2, win: 0.6, touch: 1 };

interface Held {
  readonly case: SupportCase;
  readonly id: string;
}

/** Numbers of living cases and answers start here, above all of the history. */
const LIVING_FROM = 1_000_000;

/** Carries out ticks in order. The same ticks in the same order do the same, ids included. */
export class Events {
  private readonly waiting: Held[] = [];
  private readonly solved: Held[] = [];
  private readonly askers: readonly Person[];
  /** Still to be won. */
  private readonly deals: { readonly marketing: string[]; readonly service: string[] };

  constructor(
    private readonly world: World,
    private readonly desks: Desks,
    private readonly hands: ReadonlyMap<string, Hands>,
  ) {
    const { marketing, service } = desks;
    this.askers = askersAmong(world.cast, desks);
    this.deals = { marketing: [...this.at(marketing.key).openDeals], service: [...this.at(service.key).openDeals] };
  }

  /** It is `at`, by the fakes' clock too. */
  happen(tick: number, at: number): void {
    const random = Random.of(this.world.seed, `live/${tick}`);
    const kind = random.weighted(KINDS);
    if (kind === 'rate' && this.solved.length) this.rate(random, at);
    else if (kind === 'solve' && this.waiting.length) this.solve(random, at);
    else if (kind === 'edit') this.edit(random);
    else if (kind === 'win' && this.deals.marketing.length + this.deals.service.length) this.win(random, at);
    else if (kind === 'touch') this.touch(random, tick, at);
    else this.ask(random, tick, at);
  }

  private at(home: string): Hands {
    const hands = this.hands.get(home);
    if (!hands) throw new Error(`${home} keeps a desk, but has no hands`);
    return hands;
  }

  private ask(random: Random, tick: number, at: number): void {
    const times = { storyEnds: this.world.now, until: at };
    const made = makeCase(random, this.desks, times, random.pick(this.askers), seconds(at));
    const opened = { ...made, n: LIVING_FROM + tick, firstResponseAt: null, resolvedAt: null, reopened: false };
    this.waiting.push({ case: opened, id: this.at(opened.home).openCase(opened) });
  }

  /** Whoever waits longest is answered, and that solves it. */
  private solve(random: Random, at: number): void {
    const held = this.waiting.shift()!;
    const { person, satisfaction, home } = held.case;
    const message = {
      at: seconds(at),
      incoming: false,
      text: agentReply(random, moodOf(satisfaction), person.language),
    };
    const solved = { ...held.case, firstResponseAt: seconds(at), resolvedAt: seconds(at) };
    this.at(home).solveCase(held.id, solved, message);
    this.solved.push({ ...held, case: solved });
  }

  private rate(random: Random, at: number): void {
    const { case: about, id } = this.solved.shift()!;
    for (const asked of afterCase(random, Number.POSITIVE_INFINITY, about)) {
      const answer = asked.answer && { ...asked.answer, at: seconds(at) };
      this.at(about.home).rateCase(id, { ...asked, n: about.n, sentAt: seconds(at), answer });
    }
  }

  private edit(random: Random): void {
    const { marketing, service } = this.desks;
    const person = random.pick(this.askers);
    const title = random.pick(JOB_TITLES);
    const byMarketing = recordAt(person, marketing) && (!recordAt(person, service) || random.chance(0.6));
    this.at((byMarketing ? marketing : service).key).changeTitle(person, title);
  }

  private win(random: Random, at: number): void {
    const { marketing, service } = this.deals;
    const byMarketing = service.length === 0 || (marketing.length > 0 && random.chance(0.6));
    const open = byMarketing ? marketing : service;
    const [id] = open.splice(random.int(0, open.length - 1), 1);
    this.at(this.desks[byMarketing ? 'marketing' : 'service'].key).winDeal(id!, at);
  }

  private touch(random: Random, tick: number, at: number): void {
    const made = makeTouch(random, this.world.now, this.desks, this.askers);
    this.at(made.home).note({ ...made, n: LIVING_FROM + tick, at: seconds(at) }, at);
  }
}
