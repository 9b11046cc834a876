// The fake's data dictionary: standard sObjects, their fields and key prefixes.
import type { SalesforceWorld } from './world.ts';

export interface FieldSpec {
  readonly name: string;
  readonly type: string;
  readonly label: string;
  readonly custom: boolean;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  readonly compoundFieldName: string | null;
}

export interface ObjectSpec {
  readonly name: string;
  readonly keyPrefix: string;
  readonly fields: ReadonlyMap<string, FieldSpec>;
}

const SYSTEM =
  'Id:id IsDeleted:boolean CreatedDate:datetime CreatedById>User LastModifiedDate:datetime LastModifiedById>User SystemModstamp:datetime';
const address = (prefix: string) =>
  `${prefix}Address:address ${['Street:textarea', 'City', 'State', 'PostalCode', 'Country']
    .map(part => `${prefix}${part}@${prefix}Address`)
    .join(' ')}`;

/** name: prefix, then `Field:type`, `Field>Target|Target`, `@Compound`; the type is string when none is given. */
const STANDARD: Readonly<Record<string, readonly [prefix: string, fields: string]>> = {
  Account: [
    '001',
    `MasterRecordId>Account Name Type:picklist ParentId>Account ${address('Billing')} Phone:phone Website:url Industry:picklist AnnualRevenue:currency NumberOfEmployees:int Description:textarea OwnerId>User`,
  ],
  Contact: [
    '003',
    `MasterRecordId>Contact AccountId>Account Name LastName@Name FirstName@Name Salutation:picklist@Name ${address('Mailing')} Phone:phone MobilePhone:phone Email:email Title Department Description:textarea LeadSource:picklist OwnerId>User`,
  ],
  Lead: [
    '00Q',
    `MasterRecordId>Lead Name LastName@Name FirstName@Name Title Company ${address('')} Phone:phone MobilePhone:phone Email:email Website:url LeadSource:picklist Status:picklist Industry:picklist NumberOfEmployees:int OwnerId>User IsConverted:boolean ConvertedDate:date ConvertedAccountId>Account ConvertedContactId>Contact ConvertedOpportunityId>Opportunity`,
  ],
  Opportunity: [
    '006',
    'AccountId>Account ContactId>Contact Name Description:textarea StageName:picklist Amount:currency Probability:percent CloseDate:date Type:picklist IsClosed:boolean IsWon:boolean OwnerId>User',
  ],
  Case: [
    '500',
    'MasterRecordId>Case CaseNumber ContactId>Contact AccountId>Account ParentId>Case Subject Description:textarea Status:picklist Reason:picklist Origin:picklist Priority:picklist Type:picklist IsClosed:boolean ClosedDate:datetime IsEscalated:boolean OwnerId>User|Group',
  ],
  // Histories are never changed, so they have no stamps of a change.
  CaseHistory: ['017', 'CaseId>Case Field:picklist OldValue:anyType NewValue:anyType'],
  CaseStatus: ['01J', 'ApiName MasterLabel SortOrder:int IsClosed:boolean IsDefault:boolean'],
  CaseComment: ['00a', 'ParentId>Case IsPublished:boolean CommentBody:textarea'],
  EmailMessage: [
    '02s',
    'ParentId>Case RelatedToId>Case|Account|Opportunity Subject TextBody:textarea FromAddress:email ToAddress Incoming:boolean Status:picklist MessageDate:datetime',
  ],
  Task: [
    '00T',
    'WhoId>Contact|Lead WhatId>Account|Opportunity|Case AccountId>Account Subject ActivityDate:date Status:picklist Priority:picklist IsClosed:boolean CompletedDateTime:datetime Description:textarea TaskSubtype:picklist CallType:picklist CallDurationInSeconds:int CallDisposition OwnerId>User',
  ],
  Event: [
    '00U',
    'WhoId>Contact|Lead WhatId>Account|Opportunity|Case AccountId>Account Subject Location IsAllDayEvent:boolean StartDateTime:datetime EndDateTime:datetime ActivityDate:date DurationInMinutes:int Description:textarea IsChild:boolean OwnerId>User',
  ],
  Campaign: ['701', 'Name Type:picklist Status:picklist StartDate:date EndDate:date IsActive:boolean'],
  CampaignMember: [
    '00v',
    'CampaignId>Campaign LeadId>Lead ContactId>Contact Status:picklist HasResponded:boolean FirstRespondedDate:date',
  ],
  Survey: [
    '0Kd',
    'Name DeveloperName Description:textarea SurveyType:picklist ActiveVersionId>SurveyVersion OwnerId>User',
  ],
  SurveyQuestion: ['0Kv', 'Name DeveloperName QuestionType:picklist SurveyVersionId>SurveyVersion QuestionOrder:int'],
  SurveyInvitation: [
    '0Ki',
    'Name SurveyId>Survey ContactId>Contact LeadId>Lead UserId>User ParticipantId>Contact|Lead|User ResponseStatus:picklist IsDefault:boolean InviteExpiryDateTime:datetime OwnerId>User',
  ],
  SurveyResponse: [
    '0Kx',
    'Name SurveyId>Survey SurveyVersionId>SurveyVersion InvitationId>SurveyInvitation SubmitterId>Contact|Lead|User Status:picklist CompletionDateTime:datetime Language:picklist',
  ],
  SurveyQuestionResponse: [
    '0Kq',
    'ResponseId>SurveyResponse QuestionId>SurveyQuestion InvitationId>SurveyInvitation SurveyVersionId>SurveyVersion Datatype:picklist NumberValue:double ChoiceValue DateValue:date DateTimeValue:datetime IsTrueOrFalse:boolean ResponseShortText ResponseValue:textarea',
  ],
  SurveySubject: [
    '0Kz',
    'Name ParentId>SurveyInvitation|SurveyResponse SubjectId>Case|Account|Opportunity|Contact SurveyId>Survey SurveyInvitationId>SurveyInvitation SurveyResponseId>SurveyResponse SubjectEntityType',
  ],
  User: [
    '005',
    'Username Name LastName@Name FirstName@Name Email:email Title Department IsActive:boolean UserType:picklist ContactId>Contact AccountId>Account',
  ],
  Organization: ['00D', 'Name OrganizationType:picklist InstanceName IsSandbox:boolean'],
};

function field(text: string): FieldSpec {
  const [, name = '', type, targets, compound] = /^(\w+)(?::(\w+))?(?:>([\w|]+))?(?:@(\w+))?$/.exec(text) ?? [];
  return {
    name,
    type: targets ? 'reference' : (type ?? 'string'),
    label: name.replace(/([a-z])([A-Z])/g, '$1 $2'),
    custom: false,
    referenceTo: targets?.split('|') ?? [],
    relationshipName: targets ? name.replace(/Id$/, '') : null,
    compoundFieldName: compound ?? null,
  };
}

/** All objects of an org, with the world's custom fields. */
export function schemaOf(world: SalesforceWorld): Map<string, ObjectSpec> {
  return new Map(
    Object.entries(STANDARD).map(([name, [keyPrefix, text]]) => {
      const system = name.endsWith('History')
        ? SYSTEM.replace(/LastModified\S+ ?|SystemModstamp\S*/g, '').trim()
        : SYSTEM;
      const standard = `${system} ${text}`.split(' ').map(field);
      const custom = (world.customFields?.[name] ?? []).map(
        added => ({ ...field(`${added.name}:${added.type}`), label: added.label, custom: true }) satisfies FieldSpec,
      );
      return [name, { name, keyPrefix, fields: new Map([...standard, ...custom].map(spec => [spec.name, spec])) }];
    }),
  );
}
