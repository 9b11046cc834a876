// Pure: HubSpot's object types as this connector reads them: their names, cursor properties and the properties that are mapped.

export interface ObjectType {
  /** What this connector calls one record of it. */
  readonly object: string;
  /** As it stands in paths; also the stream's name. */
  readonly path: string;
  /** When a record was last changed. Contacts have a name of their own for it. */
  readonly modified: 'lastmodifieddate' | 'hs_lastmodifieddate';
  readonly created: 'createdate' | 'hs_createdate';
  /** Standard properties that the mapping uses. Custom ones are found at run time. */
  readonly properties: readonly string[];
  /** Of these, the property whose earlier values are read too, of records that have `when`. */
  readonly history?: { readonly of: string; readonly when: string };
}

/** On every record, so never traits. */
export const COMMON_PROPERTIES = [
  'hs_object_id',
  'createdate',
  'hs_createdate',
  'lastmodifieddate',
  'hs_lastmodifieddate',
];
const OWNER_AND_MERGES = ['hubspot_owner_id', 'hs_merged_object_ids'];

function engagement(object: string, path: string, properties: string[]): ObjectType {
  return {
    object,
    path,
    modified: 'hs_lastmodifieddate',
    created: 'hs_createdate',
    properties: ['hs_timestamp', 'hubspot_owner_id', ...properties],
  };
}

/** HubSpot's own lifecycle stages. Each has a property that says when a contact came into it. */
export const LIFECYCLE = [
  'subscriber',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
  'evangelist',
  'other',
] as const;
export const becameProperty = (stage: (typeof LIFECYCLE)[number]): string => `hs_lifecyclestage_${stage}_date`;

export const CONTACT: ObjectType = {
  object: 'contact',
  path: 'contacts',
  modified: 'lastmodifieddate',
  created: 'createdate',
  properties: [
    ...OWNER_AND_MERGES,
    'hs_calculated_merged_vids',
    'firstname',
    'lastname',
    'email',
    'hs_additional_emails',
    'phone',
    'mobilephone',
    'jobtitle',
    'country',
    'hs_country_region_code',
    'hs_language',
    'lifecyclestage',
    ...LIFECYCLE.map(becameProperty),
    'associatedcompanyid',
    'salesforcecontactid',
    'salesforceleadid',
  ],
};

export const COMPANY: ObjectType = {
  object: 'company',
  path: 'companies',
  modified: 'hs_lastmodifieddate',
  created: 'createdate',
  properties: [
    ...OWNER_AND_MERGES,
    'name',
    'domain',
    'website',
    'industry',
    'country',
    'hs_country_code',
    'numberofemployees',
    'annualrevenue',
    'hs_annual_revenue_currency_code',
  ],
};

export const DEAL: ObjectType = {
  object: 'deal',
  path: 'deals',
  modified: 'hs_lastmodifieddate',
  created: 'createdate',
  properties: [
    ...OWNER_AND_MERGES,
    'dealname',
    'description',
    'amount',
    'deal_currency_code',
    'dealstage',
    'pipeline',
    'closedate',
    'hs_is_closed',
    'hs_is_closed_won',
  ],
};

export const TICKET: ObjectType = {
  object: 'ticket',
  path: 'tickets',
  modified: 'hs_lastmodifieddate',
  created: 'createdate',
  properties: [
    ...OWNER_AND_MERGES,
    'subject',
    'content',
    'hs_pipeline',
    'hs_pipeline_stage',
    'hs_ticket_priority',
    'hs_ticket_category',
    'source_type',
    'closed_date',
    'hs_first_agent_message_sent_at',
    'first_agent_reply_date',
  ],
  history: { of: 'hs_pipeline_stage', when: 'closed_date' },
};

export const ENGAGEMENTS: readonly ObjectType[] = [
  engagement('call', 'calls', [
    'hs_call_title',
    'hs_call_body',
    'hs_call_duration',
    'hs_call_direction',
    'hs_call_disposition',
    'hs_call_status',
  ]),
  engagement('email', 'emails', [
    'hs_email_subject',
    'hs_email_text',
    'hs_email_html',
    'hs_email_direction',
    'hs_email_status',
  ]),
  engagement('meeting', 'meetings', [
    'hs_meeting_title',
    'hs_meeting_body',
    'hs_meeting_start_time',
    'hs_meeting_end_time',
    'hs_meeting_outcome',
  ]),
  engagement('note', 'notes', ['hs_note_body']),
  engagement('task', 'tasks', [
    'hs_task_subject',
    'hs_task_body',
    'hs_task_status',
    'hs_task_priority',
    'hs_task_completion_date',
  ]),
  engagement('communication', 'communications', ['hs_communication_channel_type', 'hs_communication_body']),
];

export const FEEDBACK: ObjectType = {
  object: 'feedback_submission',
  path: 'feedback_submissions',
  modified: 'hs_lastmodifieddate',
  created: 'hs_createdate',
  properties: [
    'hs_survey_id',
    'hs_survey_name',
    'hs_survey_type',
    'hs_survey_channel',
    'hs_submission_name',
    'hs_submission_timestamp',
    'hs_value',
    'hs_sentiment',
    'hs_content',
    'hs_contact_id',
  ],
};

export const OBJECT_TYPES: readonly ObjectType[] = [COMPANY, CONTACT, DEAL, TICKET, ...ENGAGEMENTS, FEEDBACK];

export function objectType(object: string): ObjectType {
  const found = OBJECT_TYPES.find(type => type.object === object);
  if (!found) throw new Error(`HubSpot has no object ${object} here`);
  return found;
}
