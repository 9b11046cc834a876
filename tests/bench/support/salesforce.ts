// The Salesforce part of a generated world.
import type { SalesforceWorld } from '../../../connectors/salesforce/fake/world.ts';
import { type Mix, QUESTIONS } from './mix.ts';
import { company, person, words } from './people.ts';
import { salesforceId, salesforceRows, timeOf } from './rows.ts';

const SURVEY = salesforceId('0Kd', 1);
const VERSION = salesforceId('0Ke', 1);
const instant = (n: number, laterMs = 0) => new Date(timeOf(n) + laterMs).toISOString();
const nth = (prefix: string, n: number, of: number) => (of > 0 ? salesforceId(prefix, n % of) : null);

export function salesforceWorld({ salesforce: counts, salesforceFrom }: Mix): SalesforceWorld {
  const account = (n: number) => nth('001', n, counts.accounts);
  const contact = (n: number) => nth('003', n, counts.contacts);
  return {
    orgId: '00D7b0000000001',
    objects: {
      Account: salesforceRows('001', counts.accounts, accountFields),
      Contact: salesforceRows('003', counts.contacts, n => contactFields(n + salesforceFrom, account(n))),
      Case: salesforceRows('500', counts.cases, n => caseFields(n, contact(n), account(n))),
      EmailMessage: salesforceRows('02s', counts.emails, n => emailFields(n, nth('500', n, counts.cases))),
      Task: salesforceRows('00T', counts.tasks, n => taskFields(n, contact(n))),
      Survey: salesforceRows('0Kd', counts.responses > 0 ? 2 : 0, surveyFields),
      SurveyQuestion: salesforceRows('0Kv', counts.responses > 0 ? QUESTIONS : 0, questionFields),
      SurveyResponse: salesforceRows('0Kx', counts.responses, n => responseFields(n, contact(n))),
      SurveyQuestionResponse: salesforceRows('0Kq', counts.responses * QUESTIONS, answerFields),
    },
  };
}

function accountFields(n: number) {
  const { name, domain, industry, country, employees } = company(n);
  return {
    Name: name,
    Website: `https://${domain}`,
    Industry: industry,
    BillingCountry: country,
    NumberOfEmployees: employees,
  };
}

function contactFields(n: number, AccountId: string | null) {
  const { given, family, email, phone, title, country } = person(n);
  return {
    FirstName: given,
    LastName: family,
    Name: `${given} ${family}`,
    Email: email,
    Phone: phone,
    Title: title,
    MailingCountry: country,
    AccountId,
    LeadSource: 'Web',
  };
}

function caseFields(n: number, ContactId: string | null, AccountId: string | null) {
  const closed = n % 3 !== 0;
  return {
    CaseNumber: String(n).padStart(8, '0'),
    ContactId,
    AccountId,
    Subject: `Case ${n}`,
    Description: words(n, 3),
    Status: closed ? 'Closed' : 'New',
    Priority: 'Medium',
    Origin: 'Email',
    Type: 'Question',
    IsClosed: closed,
    ClosedDate: closed ? instant(n, 86_400_000) : null,
    IsEscalated: false,
  };
}

function emailFields(n: number, caseId: string | null) {
  const incoming = n % 2 === 0;
  return {
    ParentId: caseId,
    RelatedToId: caseId,
    Subject: `Re: Case ${n}`,
    TextBody: words(n, 5),
    FromAddress: person(n).email,
    ToAddress: 'support@bench.example',
    Incoming: incoming,
    Status: incoming ? '1' : '3',
    MessageDate: instant(n),
  };
}

function taskFields(n: number, WhoId: string | null) {
  return {
    WhoId,
    Subject: `Call ${n}`,
    Description: words(n, 2),
    ActivityDate: instant(n).slice(0, 10),
    Status: 'Completed',
    Priority: 'Normal',
    IsClosed: true,
    CompletedDateTime: instant(n),
    TaskSubtype: 'Call',
    CallType: 'Inbound',
    CallDurationInSeconds: 60 + (n % 600),
  };
}

function surveyFields(n: number) {
  return {
    Name: `Customer Loyalty ${n}`,
    DeveloperName: `loyalty_${n}`,
    SurveyType: 'Survey',
    ActiveVersionId: VERSION,
  };
}

function questionFields(n: number) {
  const type = n === 0 ? 'NPS' : 'Rating';
  return {
    Name: `How was part ${n}?`,
    DeveloperName: `part_${n}`,
    QuestionType: type,
    SurveyVersionId: VERSION,
    QuestionOrder: n,
  };
}

function responseFields(n: number, SubmitterId: string | null) {
  const common = { SurveyId: SURVEY, SurveyVersionId: VERSION, SubmitterId, Language: 'de' };
  return { ...common, Name: `Response ${n}`, Status: 'Completed', CompletionDateTime: instant(n) };
}

function answerFields(n: number) {
  const score = n % 11;
  return {
    ResponseId: salesforceId('0Kx', Math.floor(n / QUESTIONS)),
    QuestionId: salesforceId('0Kv', n % QUESTIONS),
    SurveyVersionId: VERSION,
    Datatype: 'Number',
    NumberValue: score,
    ResponseValue: String(score),
  };
}
