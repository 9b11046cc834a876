// Which sObjects are read and which of their standard fields; custom fields are read whatever they are.

export interface Table {
  readonly name: string;
  /** Fields and, with a dot, fields of a parent. What an org lacks or hides is left out. */
  readonly fields: readonly string[];
  readonly reference?: boolean;
  /** Many orgs do not have it: its absence is a warning, not an error. */
  readonly optional?: boolean;
}

const words = (text: string) => text.trim().split(/\s+/);

/** In the order of reading: what others refer to comes first. */
export const OBJECTS: readonly Table[] = [
  {
    name: 'User',
    reference: true,
    fields: words('Username Name FirstName LastName Email Title Department IsActive UserType ContactId AccountId'),
  },
  {
    name: 'Account',
    fields: words(
      'Name Type ParentId Website Phone Industry BillingCountry BillingCountryCode NumberOfEmployees AnnualRevenue CurrencyIsoCode OwnerId',
    ),
  },
  {
    name: 'Contact',
    fields: words(
      'FirstName LastName Email Phone MobilePhone HomePhone Title Department AccountId MailingCountry MailingCountryCode LeadSource OwnerId',
    ),
  },
  {
    name: 'Lead',
    fields: words(
      'FirstName LastName Email Phone MobilePhone Title Company Website Country CountryCode Status LeadSource OwnerId IsConverted ConvertedDate ConvertedContactId ConvertedAccountId ConvertedOpportunityId',
    ),
  },
  {
    name: 'Opportunity',
    fields: words(
      'Name Description AccountId ContactId StageName Amount CurrencyIsoCode Probability CloseDate Type IsClosed IsWon OwnerId',
    ),
  },
  {
    name: 'Case',
    fields: words(
      'CaseNumber Subject Description Status Priority Origin Reason Type ContactId AccountId ParentId IsClosed ClosedDate IsEscalated OwnerId',
    ),
  },
  { name: 'CaseComment', fields: words('ParentId IsPublished CommentBody CreatedById') },
  {
    name: 'EmailMessage',
    fields: words('ParentId RelatedToId Subject TextBody Incoming Status MessageDate FromAddress ToAddress'),
  },
  {
    name: 'Task',
    fields: words(
      'Subject Description Status Priority WhoId WhatId AccountId ActivityDate IsClosed CompletedDateTime TaskSubtype CallType CallDurationInSeconds CallDisposition OwnerId',
    ),
  },
  {
    name: 'Event',
    fields: words(
      'Subject Description Location WhoId WhatId AccountId StartDateTime EndDateTime ActivityDate IsAllDayEvent IsChild OwnerId',
    ),
  },
  {
    name: 'CampaignMember',
    optional: true,
    fields: words('CampaignId ContactId LeadId Status HasResponded FirstRespondedDate Campaign.Name Campaign.Type'),
  },
  { name: 'Survey', optional: true, fields: words('Name DeveloperName Description SurveyType ActiveVersionId') },
  {
    name: 'SurveyInvitation',
    optional: true,
    fields: words('Name SurveyId ParticipantId ContactId LeadId UserId ResponseStatus IsDefault InviteExpiryDateTime'),
  },
  {
    name: 'SurveyResponse',
    optional: true,
    fields: words(
      'SurveyId SurveyVersionId InvitationId SubmitterId Status CompletionDateTime Language Invitation.ParticipantId Invitation.ContactId Invitation.LeadId',
    ),
  },
  {
    name: 'SurveyQuestionResponse',
    optional: true,
    fields: words(
      'ResponseId QuestionId InvitationId Datatype NumberValue ChoiceValue DateValue DateTimeValue IsTrueOrFalse ResponseShortText ResponseValue Question.Name Question.QuestionType',
    ),
  },
  { name: 'SurveySubject', optional: true, fields: words('ParentId SubjectId SurveyResponseId SubjectEntityType') },
];
