// One small event per tick: someone asks, is answered, says how it was; a contact changes, a deal is won, a note is taken.
import type { Person } from '../crm-records.ts';
import { writeFeedback, writeTouch } from '../hubspot/activity.ts';
import { ticketFields, writeMessage as writeHubspotMessage, writeTicket } from '../hubspot/tickets.ts';
import { JOB_TITLES } from '../names.ts';
import { Random } from '../random.ts';
import { writeTask } from '../salesforce/activity.ts';
import { caseFields, writeCase, writeMessage as writeSalesforceMessage } from '../salesforce/cases.ts';
import { writeInvitation } from '../salesforce/surveys.ts';
import { makeCase, type SupportCase, seconds } from '../support.ts';
import { afterCase } from '../surveys.ts';
import { agentReply, moodOf } from '../texts.ts';
import { makeTouch } from '../touches.ts';
import type { World } from '../world.ts';
import type { Hands } from './hands.ts';

type Kind = 'ask' | 'solve' | 'rate' | 'edit' | 'win' | 'touch';
const KINDS: Readonly<Record<Kind, number>> = { ask: 3, solve: 3, rate: 2.4, edit: 2, win: 0.6, touch: 1 };

interface Held {
  readonly case: SupportCase;
  readonly id: string;
}

/** Open deals that the world began with, by CRM. */
export interface OpenDeals {
  readonly hubspot: string[];
  readonly salesforce: string[];
}

/** Numbers of living cases and answers start here, above all of the history. */
const LIVING_FROM = 1_000_000;

/** Carries out ticks in order. The same ticks in the same order do the same, ids included. */
export class Events {
  private readonly waiting: Held[] = [];
  private readonly solved: Held[] = [];
  private readonly askers: readonly Person[];

  constructor(
    private readonly world: World,
    private readonly hands: Hands,
    private readonly openDeals: OpenDeals,
  ) {
    this.askers = world.cast.filter(person => person.hubspot || person.salesforce?.object === 'Contact');
  }

  /** It is `at`, by the fakes' clock too. */
  happen(tick: number, at: number): void {
    const random = Random.of(this.world.seed, `live/${tick}`);
    const kind = random.weighted(KINDS);
    if (kind === 'rate' && this.solved.length) this.rate(random, at);
    else if (kind === 'solve' && this.waiting.length) this.solve(random, at);
    else if (kind === 'edit') this.edit(random);
    else if (kind === 'win' && this.openDeals.hubspot.length + this.openDeals.salesforce.length) this.win(random, at);
    else if (kind === 'touch') this.touch(random, tick, at);
    else this.ask(random, tick, at);
  }

  private ask(random: Random, tick: number, at: number): void {
    const made = makeCase(random, { storyEnds: this.world.now, until: at }, random.pick(this.askers), seconds(at));
    const opened = { ...made, n: LIVING_FROM + tick, firstResponseAt: null, resolvedAt: null, reopened: false };
    const id =
      opened.home === 'hubspot' ? writeTicket(this.hands.hubspot, opened) : writeCase(this.hands.salesforce, opened);
    this.waiting.push({ case: opened, id });
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
    if (home === 'hubspot') {
      writeHubspotMessage(this.hands.hubspot, solved, held.id, message);
      this.hands.hubspot.update('tickets', held.id, ticketFields(solved));
    } else {
      writeSalesforceMessage(this.hands.salesforce, solved, held.id, message);
      this.hands.salesforce.update('Case', held.id, caseFields(solved));
    }
    this.solved.push({ ...held, case: solved });
  }

  private rate(random: Random, at: number): void {
    const { case: about, id } = this.solved.shift()!;
    for (const asked of afterCase(random, Number.POSITIVE_INFINITY, about)) {
      const answer = asked.answer && { ...asked.answer, at: seconds(at) };
      const given = { ...asked, n: about.n, sentAt: seconds(at), answer };
      if (about.home === 'hubspot') writeFeedback(this.hands.hubspot, given, new Map([[about.n, id]]));
      else writeInvitation(this.hands.salesforce, given, id);
    }
  }

  private edit(random: Random): void {
    const person = random.pick(this.askers);
    const title = random.pick(JOB_TITLES);
    const inHubspot = person.hubspot !== null && (person.salesforce === null || random.chance(0.6));
    if (inHubspot) this.hands.hubspot.update('contacts', person.hubspot!, { jobtitle: title });
    else this.hands.salesforce.update(person.salesforce!.object, person.salesforce!.id, { Title: title });
  }

  private win(random: Random, at: number): void {
    const { hubspot, salesforce } = this.openDeals;
    const day = new Date(at).toISOString();
    if (salesforce.length === 0 || (hubspot.length > 0 && random.chance(0.6))) {
      const won = { dealstage: 'closedwon', closedate: day, hs_is_closed: 'true', hs_is_closed_won: 'true' };
      this.hands.hubspot.update('deals', hubspot.splice(random.int(0, hubspot.length - 1), 1)[0]!, won);
    } else {
      const won = {
        StageName: 'Closed Won',
        CloseDate: day.slice(0, 10),
        IsClosed: true,
        IsWon: true,
        Probability: 100,
      };
      this.hands.salesforce.update('Opportunity', salesforce.splice(random.int(0, salesforce.length - 1), 1)[0]!, won);
    }
  }

  private touch(random: Random, tick: number, at: number): void {
    const made = { ...makeTouch(random, this.world.now, this.askers), n: LIVING_FROM + tick, at: seconds(at) };
    if (made.home === 'hubspot') writeTouch(this.hands.hubspot, { ...made, kind: 'note', text: `${made.title}.` }, at);
    else writeTask(this.hands.salesforce, { ...made, kind: 'task' }, at);
  }
}
