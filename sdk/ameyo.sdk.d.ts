// The types of the Omni SDK, made by offhook from its contract. Answers and payloads are typed after the
// vendor's samples: what no sample shows may still come.

/** A form that is sent as multipart, as browsers and Node have it. */
export interface FormLike {
  append(name: string, value: any, fileName?: string): void;
  getAll(name: string): any[];
}

/** What the SDK's promises reject with. */
export interface SdkError extends Error {
  // 1000: Timeout. The request took too long and timed out.
  // 1003: Invalid origin. The request came from an unauthorised or untrusted source.
  // 2001: Required field missing. A mandatory field (e.g. phone in initiateInteraction) was not given.
  // 3000: HTTP error. An HTTP-related issue (e.g. 404, 500).
  // 4000: Data not found. Requested data could not be located or does not exist.
  code: 1000 | 1003 | 2001 | 3000 | 4000;
  /** The vendor's name of the code. */
  type: string;
  data: {
    type: string;
    method?: string;
    /** The parameter's path: `channelDetails.phone`. */
    field?: string;
    /** What it should have been. */
    expected?: string;
    /** The HTTP status that this would be. */
    http?: number;
    /** What to do next. */
    hint?: string;
  };
}

/** What session.getSelectedExtension answers. */
export interface SessionGetSelectedExtensionAnswer {
  callContextId: any;
  phone: string;
}

/** What session.getCurrentUser answers. */
export interface SessionGetCurrentUserAnswer {
  userId: string;
  userType: string;
  userName: string;
}

/** What session.getSelectedCampaigns answers. */
export type SessionGetSelectedCampaignsAnswer = {
  campaignId: number;
  campaignName: string;
  campaignType: string;
  processId: number;
}[];

/** What session.getAgentSession answers. */
export interface SessionGetAgentSessionAnswer {
  userId: string;
  userType: string;
  terminalInfo: any;
  userName: string;
  breakStatuses: string[];
  readStatuses: string[];
  campaignInfos: {
    campaignName: string;
    campaignId: number;
    campaignType: string;
    dialTimeout: number;
    blendGroupId: any;
    defaultWorking: boolean;
    primaryCampaign: boolean;
    processId: number;
    wrapTimeout: number;
    acwConnected: number;
    acwNotConnected: number;
    isACWConnectedEnabled: boolean;
    localIVRInfos: any[];
    campaignTPVBean: {
      campaignId: number;
      tpvName: any[];
      tpvPhone: any[];
    };
    acwConnectedEnabled: boolean;
  }[];
  telephonyChannel: any;
  knowledgeBaseUrl: string;
  pingInterval: number;
  pingNotificationTimeout: number;
  sessoinTimeout: number;
  commandTimeout: number;
  maxPhoneLengthAllowed: number;
  transferConfiguration: any;
  conferConfiguration: any;
  maxNumberOfCharactersToDisplayInCampaign: number;
  preContextId: any;
  prePhone: any;
  maskedPrivileges: any[];
  defaultReady: boolean;
  addCustomerToDial: boolean;
  dialPhoneEnable: boolean;
  allowInternalChat: boolean;
  allowLocalIVR: boolean;
  allowSuccessiveCalls: boolean;
  overrideSelfCallback: boolean;
  shouldHoldBeforeConfer: boolean;
  shouldUnholdBeforeTransfer: boolean;
  holdAllOnConferEnable: boolean;
  shouldAllowTransferToAssignedCampaignsOnly: boolean;
  shouldDisableOnVRDown: boolean;
  allowScreenRecord: boolean;
  autoSelectSingleAssignedCampaign: boolean;
  webUrl: string;
  campaignMaskedPrivilegeMap: {
    "campaignId-127": any[];
    "campaignId-47": any[];
    "campaignId-172": any[];
  };
  viewPrivileges: any;
  loginProperties: {
  };
  preferences: {
  };
  srsIp: string;
  srsPort: string;
  agentBreakTimeThreshold: string;
}

/** What interaction.initiateInteraction answers. */
export interface InteractionInitiateInteractionAnswer {
  result: string;
  reason: string;
}

/** What interaction.getAllLiveInteractionsForAgent answers. */
export type InteractionGetAllLiveInteractionsForAgentAnswer = {
  data: {
    id: string;
    title: any;
    customer_id: number;
    last_assigned_user_id: string;
    last_assigned_user_name: string;
    contact_center_id: number;
    process_id: number;
    last_campaign_id: number;
    last_campaign_name: string;
    last_queue_id: number;
    last_queue_name: string;
    last_disposition: any;
    interaction_media_id: string;
    channel_name: string;
    sub_channel: string;
    direction: string;
    date_added: string;
    date_modified: string;
    date_disposed: any;
    interaction_relation_id: string;
    status: string;
    reopen_count: number;
    last_reopen_time: any;
    first_assigned_date: string;
    last_assigned_date: string;
    linked_objects: any[];
    channel_data: any;
    related_interactions: any;
    linked_connector_id: number;
    last_application_instance_id: string;
    additional_info: {
      xmpp_metadata: {
        users: {
          id: string;
          name: string;
          xmppId: string;
        }[];
        customer: {
          name: string;
          xmppId: string;
        };
        xmppChatRoomId: string;
      };
      chat_customer_crt_object_id: string;
    };
  };
  http_code: number;
  error_data: any;
}[];

/** What interaction.getCurrentInteraction answers. */
export interface InteractionGetCurrentInteractionAnswer {
  data: {
    id: string;
    title: any;
    customer_id: number;
    customer_name: string;
    last_assigned_user_id: string;
    last_assigned_user_name: string;
    contact_center_id: number;
    process_id: number;
    last_campaign_id: number;
    last_campaign_name: string;
    last_queue_id: number;
    last_disposition: any;
    interaction_media_id: string;
    channel_name: string;
    sub_channel: any;
    direction: string;
    date_added: string;
    date_modified: string;
    date_disposed: any;
    interaction_relation_id: string;
    status: string;
    reopen_count: number;
    last_reopen_time: any;
    first_assigned_date: string;
    last_assigned_date: string;
    linked_objects: any[];
    channel_data: any;
    related_interactions: any;
    linked_connector_id: number;
    last_application_instance_id: string;
    additional_info: {
      voice_customer_crt_object_id: string;
    };
  };
  http_code: number;
  error_data: any;
}

/** What crm.setRecordInfoForInteraction answers. */
export interface CrmSetRecordInfoForInteractionAnswer {
  data: string;
}

/** What crm.getAllContacts answers. */
export type CrmGetAllContactsAnswer = {
  field: string;
  value: string | null;
  type: string;
}[][];

/** What crm.getAllCases answers. */
export type CrmGetAllCasesAnswer = {
  field: string;
  value: string | null;
  type: string;
}[][];

/** What crm.createCase answers. */
export type CrmCreateCaseAnswer = {
  field: string;
  value: string | null;
  type: string;
}[];

/** What crm.updateObject answers. */
export type CrmUpdateObjectAnswer = {
  field: string;
  value: string | null;
  type: string;
}[];

/** What crm.searchCase answers. */
export type CrmSearchCaseAnswer = {
  field: string;
  value: string | null;
  type: string;
}[][];

/** What configuration.getDispositionCodesWithDispositionClass answers. */
export type ConfigurationGetDispositionCodesWithDispositionClassAnswer = {
  classId: number;
  className: string;
  dispositionCodeBean: {
    dispositionCodeId: number;
    dispositionCodeName: string;
  }[];
}[];

/** What configuration.getOmniCRMObjectConfiguration answers. */
export type ConfigurationGetOmniCRMObjectConfigurationAnswer = {
  id: number;
  crm_connector_id: number;
  object_type: string;
  objects_metadata: {
    Case: {
      is_visible: boolean;
      field_metadata: {
        field_name: string;
        label: string;
        crm_field_type: string;
        field_type: string;
        should_show_on_preview: boolean;
        is_required_in_object_creation: boolean;
        is_searchable: boolean;
        standard_field_name: string;
        priority: number;
        should_hide_on_object_creation: boolean;
        complex_fields: any;
        required_in_object_creation: boolean;
        searchable: boolean;
      }[];
      visible: boolean;
    };
  };
  date_added: string;
  date_modified: string;
  ref: number;
  version: number;
}[];

/** What configuration.getOmniCRMConfiguration answers. */
export interface ConfigurationGetOmniCRMConfigurationAnswer {
  crm_connector_id: number;
  process_id: number;
  crm_type: string;
  crm_domain: string;
  crm_version: string;
  syncing_enabled: boolean;
  syncing_mode: string;
  record_syncing_interval: number;
  record_syncing_complete: boolean;
  batch_size: number;
  max_number_of_distinct_recordings: number;
  date_added: string;
  date_modified: string;
  ref: number;
  version: number;
}

/** What http.invokeECCApi answers. */
export interface HttpInvokeECCApiAnswer {
  searchables: string[];
}

/** What http.invokeThirdPartyApi answers. */
export interface HttpInvokeThirdPartyApiAnswer {
  status: number;
  data: {
    page: number;
    per_page: number;
    total: number;
    total_pages: number;
    data: {
      id: number;
      email: string;
      first_name: string;
      last_name: string;
      avatar: string;
    }[];
    support: {
      url: string;
      text: string;
    };
  };
  statusText: string;
}

/** What appInstance.getAllInfo answers. */
export type AppInstanceGetAllInfoAnswer = {
  appId: string;
  instanceId: string;
  origin: string;
  isLoaded: boolean;
  isFocused: boolean;
}[];

/** What appInstance.getInfo answers. */
export interface AppInstanceGetInfoAnswer {
  appId: string;
  instanceId: string;
  origin: string;
  isLoaded: boolean;
  isFocused: boolean;
}

/** What session.userAvailabilityStatusChanged carries. */
export interface SessionUserAvailabilityStatusChangedEvent {
  isAvailable: boolean;
  autoCallStatus: boolean;
  statusDescription: string;
  autoCallStateChangeCause: string;
}

/** What session.campaignSelected carries. */
export type SessionCampaignSelectedEvent = {
  campaignId: number;
  campaignName: string;
  campaignType: string;
  processId: number;
}[];

/** What session.extensionSelected carries. */
export interface SessionExtensionSelectedEvent {
  userCRTObjectId: string;
}

/** What interaction.interactionInitiated carries. */
export interface InteractionInteractionInitiatedEvent {
  interactionId: string;
  campaignId: number;
  userCRTObjectId: string;
  channelDetails: {
    channelType: string;
    associationType: string;
    callId: string;
  };
  customerCRTObjectId: string;
  customerDetails: {
    customerId: number;
    name: string;
    phone: string;
  };
}

/** What interaction.callRinging carries. */
export interface InteractionCallRingingEvent {
  interactionId: string;
  campaignId: number;
  queueId: any;
  userCRTObjectId: string;
  channelDetails: {
    channelType: string;
    associationType: string;
    callId: string;
  };
  customerCRTObjectId: string;
  customerDetails: {
    customerId: number;
    name: string;
    phone: string;
  };
}

/** What interaction.interactionConnected carries. */
export interface InteractionInteractionConnectedEvent {
  interactionId: string;
  campaignId: number;
  userCRTObjectId: string;
  channelDetails: {
    channelType: string;
    associationType: string;
    callId: string;
  };
  customerCRTObjectId: string;
  customerDetails: {
    customerId: number;
    name: string;
    phone: string;
  };
}

/** What interaction.interactionDisconnected carries. */
export interface InteractionInteractionDisconnectedEvent {
  interactionId: string;
  campaignId: number;
  userCRTObjectId: string;
  channelDetails: {
    channelType: string;
    associationType: string;
    callId: string;
  };
  customerCRTObjectId: string;
  customerDetails: {
    customerId: number;
    name: string;
    phone: string;
  };
}

/** What interaction.interactionDisposed carries. */
export interface InteractionInteractionDisposedEvent {
  interactionId: string;
  campaignId: number;
  userCRTObjectId: string;
  channelDetails: {
    channelType: string;
    associationType: string;
    callId: string;
  };
  dispositionDetails: {
    dispositionClass: string;
    dispositionCode: number;
    callNotes: string;
  };
}

/** What interaction.interactionEnded carries. */
export interface InteractionInteractionEndedEvent {
  campaignId: number;
  userCRTObjectId: string;
  channelDetails: {
    channelType: string;
  };
  customerCRTObjectId: string;
  customerDetails: {
  };
}

/** What interaction.customerLinkedToInteraction carries. */
export interface InteractionCustomerLinkedToInteractionEvent {
  interactionId: string;
  campaignId: number;
  userCRTObjectId: string;
  channelDetails: {
    channelType: string;
    associationType: string;
    callId: string;
  };
  customerCRTObjectId: string;
  customerDetails: {
    customerId: number;
    name: string;
    phone: string;
  };
}

/** What interaction.customerUnlinkedToInteraction carries. */
export interface InteractionCustomerUnlinkedToInteractionEvent {
  interactionId: string;
  campaignId: number;
  queueId: any;
  userCRTObjectId: string;
  channelDetails: {
    channelType: string;
    associationType: string;
    callId: string;
  };
  customerCRTObjectId: string;
  customerDetails: {
    customerId: any;
    name: any;
    phone: string;
  };
}

/** What interaction.interactionTransferred carries. */
export interface InteractionInteractionTransferredEvent {
  interactionId: string;
  transferType: string;
  transferContextId: string;
  channelType: string;
  channelDetails: {
    callId: string;
    crtObjectId: string;
    memberCRTObjectId: string;
  };
  campaignId: number;
}

/** What interaction.interactionConferred carries. */
export interface InteractionInteractionConferredEvent {
  interactionId: string;
  conferedType: string;
  status: string;
  conferedContextId: string;
  channelType: string;
  channelDetails: {
    callId: string;
    crtObjectId: string;
    memberCRTObjectId: string;
  };
  campaignId: number;
}

/** What interaction.showCrm carries. */
export interface InteractionShowCrmEvent {
  interactionId: string;
  userId: string;
  campaignId: number;
  queueId: any;
  userCRTObjectId: string;
  channelDetails: {
    channelType: string;
    associationType: string;
    callId: string;
  };
  customerCRTObjectId: string;
  customerDetails: {
    customerId: number;
    name: string;
    phone: string;
  };
}

/** What interaction.openRecord carries. */
export interface InteractionOpenRecordEvent {
  recordId: string;
  recordType: string;
  recordName: string;
}

/** What interaction.onAttachButtonClick carries. */
export interface InteractionOnAttachButtonClickEvent {
  interactionId: string;
  recordId: string;
  recordType: string;
  recordName: string;
}

/** What interaction.onUnattachButtonClick carries. */
export interface InteractionOnUnattachButtonClickEvent {
  interactionId: string;
  recordId: string;
  recordType: string;
  recordName: string;
}

/** What interaction.onCreateButtonClick carries. */
export interface InteractionOnCreateButtonClickEvent {
  interactionId: string;
  objectType: string;
  phone: string;
}

/** What interaction.handlePreview carries. */
export interface InteractionHandlePreviewEvent {
  phone: string;
}

/** What interaction.handleInteractionDisposed carries. */
export interface InteractionHandleInteractionDisposedEvent {
  interactionId: string;
  campaignId: number;
  dispositionDetails: {
    dispositionClass: string;
    dispositionCode: number;
    callNotes: string;
  };
}

/** What ui.windowVisibilityChanged carries. */
export interface UiWindowVisibilityChangedEvent {
  isWindowVisible: boolean;
}

/** What notification.notification carries. */
export interface NotificationNotificationEvent {
  notificationId: string;
  displayMessage: string;
  severity: number;
  type: string;
  subType: string;
  specificInfo: {
    contextId: number;
    context: string;
    campaignId: number;
    customerId: number;
    name: string;
    contact: string;
    dateAdded: string;
    phoneInfo: {
      phone: string;
      displayPhone: string;
    };
    additionalParams: {
      notificationId: string;
      context: string;
    };
  };
  consolidationCount: number;
  dateAdded: string;
}

/** What can be registered for on `sdk.appInstance`. */
export interface AppInstanceEvents {
  /** Data from other apps. For context app only. */
  receiveData: any;
}

/** What can be registered for on `sdk.crm`. */
export interface CrmEvents {
  /**
   * Screen pop: configured CRM data with interaction, user and customer details.
   * @deprecated The documented name is `interaction.showCrm`.
   */
  showCrm: InteractionShowCrmEvent;
  /**
   * Screen pop: configured CRM data with interaction, user and customer details.
   * @deprecated The documented name is `interaction.showCrm`.
   */
  showCRM: InteractionShowCrmEvent;
  /**
   * Open the record on the CRM. For context crm only.
   * @deprecated The documented name is `interaction.openRecord`.
   */
  openRecord: InteractionOpenRecordEvent;
  /**
   * Link the current interaction with the CRM customer. For context crm only.
   * @deprecated The documented name is `interaction.onAttachButtonClick`.
   */
  onAttachButtonClick: InteractionOnAttachButtonClickEvent;
  /**
   * Unlink the current interaction from the CRM customer. For context crm only.
   * @deprecated The documented name is `interaction.onUnattachButtonClick`.
   */
  onUnattachButtonClick: InteractionOnUnattachButtonClickEvent;
  /**
   * Create an object on the CRM. For context crm only.
   * @deprecated The documented name is `interaction.onCreateButtonClick`.
   */
  onCreateButtonClick: InteractionOnCreateButtonClickEvent;
  /**
   * Asks for the current CRM record; answer with sendCurrentCRMRecordOpened (reconstruction). For context crm only.
   * @deprecated The documented name is `interaction.getCurrentCRMRecordOpened`.
   */
  getCurrentCRMRecordOpened: null;
  /**
   * Asks for the current CRM record; answer with sendCurrentCRMRecordOpened (reconstruction). For context crm only.
   * @deprecated The documented name is `interaction.getCurrentCRMRecordOpened`.
   */
  getCurrentCrmRecordOpened: null;
  /**
   * Search the customer on the CRM when preview is clicked. For context crm only.
   * @deprecated The documented name is `interaction.handlePreview`.
   */
  handlePreview: InteractionHandlePreviewEvent;
  /**
   * Disposition information for the CRM's activity log. For context crm only.
   * @deprecated The documented name is `interaction.handleInteractionDisposed`.
   */
  handleInteractionDisposed: InteractionHandleInteractionDisposedEvent;
  /**
   * CRM receives data from the app. For context crm only.
   * @deprecated The documented name is `interaction.receiveDataFromApp`.
   */
  receiveDataFromApp: any;
  /**
   * App receives data from the CRM. For context app only.
   * @deprecated The documented name is `interaction.receiveDataFromCRM`.
   */
  receiveDataFromCRM: any;
  /**
   * App receives data from the CRM. For context app only.
   * @deprecated The documented name is `interaction.receiveDataFromCRM`.
   */
  receiveDataFromCrm: any;
}

/** What can be registered for on `sdk.instance`. */
export interface InstanceEvents {
  /**
   * Data from other apps. For context app only.
   * @deprecated The documented name is `appInstance.receiveData`.
   */
  receiveData: any;
}

/** What can be registered for on `sdk.interaction`. */
export interface InteractionEvents {
  /** An interaction has been initiated: interaction, channel, user and customer. */
  interactionInitiated: InteractionInteractionInitiatedEvent;
  /** The call, user and customer while the call is ringing. */
  callRinging: InteractionCallRingingEvent;
  /** The interaction is connected. */
  interactionConnected: InteractionInteractionConnectedEvent;
  /** The interaction is disconnected. */
  interactionDisconnected: InteractionInteractionDisconnectedEvent;
  /** The interaction is disposed; carries the disposition details. */
  interactionDisposed: InteractionInteractionDisposedEvent;
  /** The interaction has ended. */
  interactionEnded: InteractionInteractionEndedEvent;
  /** A customer was linked to the interaction. */
  customerLinkedToInteraction: InteractionCustomerLinkedToInteractionEvent;
  /** A customer was unlinked from the interaction. */
  customerUnlinkedToInteraction: InteractionCustomerUnlinkedToInteractionEvent;
  /** The interaction has been transferred. */
  interactionTransferred: InteractionInteractionTransferredEvent;
  /** The interaction has been conferred. */
  interactionConferred: InteractionInteractionConferredEvent;
  /** Checks ownership automatically for the interaction on which the agent's screen is. */
  getIsInteractionOwnedByUser: boolean;
  /** Screen pop: configured CRM data with interaction, user and customer details. */
  showCrm: InteractionShowCrmEvent;
  /** Open the record on the CRM. For context crm only. */
  openRecord: InteractionOpenRecordEvent;
  /** Link the current interaction with the CRM customer. For context crm only. */
  onAttachButtonClick: InteractionOnAttachButtonClickEvent;
  /** Unlink the current interaction from the CRM customer. For context crm only. */
  onUnattachButtonClick: InteractionOnUnattachButtonClickEvent;
  /** Create an object on the CRM. For context crm only. */
  onCreateButtonClick: InteractionOnCreateButtonClickEvent;
  /** Asks for the current CRM record; answer with sendCurrentCRMRecordOpened (reconstruction). For context crm only. */
  getCurrentCRMRecordOpened: null;
  /** Search the customer on the CRM when preview is clicked. For context crm only. */
  handlePreview: InteractionHandlePreviewEvent;
  /** Disposition information for the CRM's activity log. For context crm only. */
  handleInteractionDisposed: InteractionHandleInteractionDisposedEvent;
  /** CRM receives data from the app. For context crm only. */
  receiveDataFromApp: any;
  /** App receives data from the CRM. For context app only. */
  receiveDataFromCRM: any;
  /**
   * Screen pop: configured CRM data with interaction, user and customer details.
   * @deprecated The documented name is `interaction.showCrm`.
   */
  showCRM: InteractionShowCrmEvent;
  /**
   * Asks for the current CRM record; answer with sendCurrentCRMRecordOpened (reconstruction). For context crm only.
   * @deprecated The documented name is `interaction.getCurrentCRMRecordOpened`.
   */
  getCurrentCrmRecordOpened: null;
  /**
   * App receives data from the CRM. For context app only.
   * @deprecated The documented name is `interaction.receiveDataFromCRM`.
   */
  receiveDataFromCrm: any;
}

/** What can be registered for on `sdk.interface`. */
export interface InterfaceEvents {
  /**
   * Whether the current window is visible.
   * @deprecated The documented name is `ui.windowVisibilityChanged`.
   */
  windowVisibilityChanged: UiWindowVisibilityChangedEvent;
  /**
   * App focused or not, loaded or not, and when it is registered. For context app only.
   * @deprecated The documented name is `ui.sendLifecycleEvent`.
   */
  sendLifecycleEvent: string;
  /**
   * Data from other apps. For context app only.
   * @deprecated The documented name is `ui.receiveData`.
   */
  receiveData: any;
}

/** What can be registered for on `sdk.notification`. */
export interface NotificationEvents {
  /** Bell notification with severity, type and message. */
  notification: NotificationNotificationEvent;
}

/** What can be registered for on `sdk.session`. */
export interface SessionEvents {
  /** Login status of the user. */
  loginStatus: string;
  /** Change in the user's availability. */
  userAvailabilityStatusChanged: SessionUserAvailabilityStatusChangedEvent;
  /** Selected campaign details, including campaign id and name. */
  campaignSelected: SessionCampaignSelectedEvent;
  /** Selected extension details, 'including extension id and name'. */
  extensionSelected: SessionExtensionSelectedEvent;
  /**
   * Whether the current window is visible.
   * @deprecated The documented name is `ui.windowVisibilityChanged`.
   */
  windowVisibilityChanged: UiWindowVisibilityChangedEvent;
  /**
   * App focused or not, loaded or not, and when it is registered. For context app only.
   * @deprecated The documented name is `ui.sendLifecycleEvent`.
   */
  sendLifecycleEvent: string;
  /**
   * Bell notification with severity, type and message.
   * @deprecated The documented name is `notification.notification`.
   */
  notification: NotificationNotificationEvent;
}

/** What can be registered for on `sdk.ui`. */
export interface UiEvents {
  /** Whether the current window is visible. */
  windowVisibilityChanged: UiWindowVisibilityChangedEvent;
  /** App focused or not, loaded or not, and when it is registered. For context app only. */
  sendLifecycleEvent: string;
  /** Data from other apps. For context app only. */
  receiveData: any;
  /**
   * Bell notification with severity, type and message.
   * @deprecated The documented name is `notification.notification`.
   */
  notification: NotificationNotificationEvent;
}

export interface AppInstanceApi {
  /** Information on all loaded apps. For context app only. Rejects with 2001, 4000. */
  getAllInfo(appId: string): Promise<AppInstanceGetAllInfoAnswer>;
  /** Information on one app instance. For context app only. Rejects with 2001, 4000. */
  getInfo(instanceId: string): Promise<AppInstanceGetInfoAnswer>;
  /** Send data to another app instance. For context app only. Rejects with 2001, 4000. */
  sendDataToApp(instanceId: string, contextData: any): Promise<void>;
  /**
   * Send data to another app instance. For context app only. Rejects with 2001, 4000.
   * @deprecated The documented name is `appInstance.sendDataToApp`.
   */
  sendData(instanceId: string, contextData: any): Promise<void>;
  /** Calls `callback` with each such event. */
  register<E extends keyof AppInstanceEvents>(event: E, callback: (payload: AppInstanceEvents[E]) => unknown): Promise<string>;
  /** Stops that; without a callback, for all of them. */
  unRegister<E extends keyof AppInstanceEvents>(event: E, callback?: ((payload: AppInstanceEvents[E]) => unknown) | null): Promise<string>;
}

export interface ConfigurationApi {
  /** Two-level disposition codes of a campaign. Rejects with 2001, 4000. */
  getDispositionCodesWithDispositionClass(campaignId: number): Promise<ConfigurationGetDispositionCodesWithDispositionClassAnswer>;
  /** All object configurations of the CRM. Rejects with 4000, 3000. */
  getOmniCRMObjectConfiguration(): Promise<ConfigurationGetOmniCRMObjectConfigurationAnswer>;
  /** CRM configuration. Rejects with 4000, 3000. */
  getOmniCRMConfiguration(): Promise<ConfigurationGetOmniCRMConfigurationAnswer>;
  /** Phone entered on the start-interaction screen. Rejects with 4000. */
  getPhoneNumberForSearch(): Promise<string>;
  /** Primary column name. Rejects with 4000. */
  getPrimaryColumnName(): Promise<string>;
  /**
   * All object configurations of the CRM. Rejects with 4000, 3000.
   * @deprecated The documented name is `configuration.getOmniCRMObjectConfiguration`.
   */
  getOmniCrmObjectConfiguration(): Promise<ConfigurationGetOmniCRMObjectConfigurationAnswer>;
  /**
   * CRM configuration. Rejects with 4000, 3000.
   * @deprecated The documented name is `configuration.getOmniCRMConfiguration`.
   */
  getOmniCrmConfiguration(): Promise<ConfigurationGetOmniCRMConfigurationAnswer>;
}

export interface CrmApi {
  /** Store the resolved customer details for the current interaction. Rejects with 2001, 4000. */
  setRecordInfoForInteraction(interactionId: string, recordId: string, recordType: string, recordName: string, additionalInfo?: any | null): Promise<CrmSetRecordInfoForInteractionAnswer>;
  /** Show all identified customers during a live interaction. Rejects with 2001, 4000. */
  showMultipleRecordsForInteraction(interactionId: string, recordsInfo: Array<{ recordId: string; recordType: string; recordName: string; additionalInfo?: any }>): Promise<void>;
  /** Show all customers when customer details are previewed for a phone number. Rejects with 2001. */
  showMultipleRecordsForPreview(phone: string, recordsInfo: Array<{ recordId: string; recordType: string; recordName: string; additionalInfo?: any }>): Promise<void>;
  /** Send the currently opened CRM object to the UI. For context crm only. Rejects with 2001. */
  sendCurrentCRMRecordOpened(crmRecordInfo: { recordId: string; recordType: string; recordName: string; additionalInfo?: any }): Promise<void>;
  /** All contacts for a connector id and object id. Rejects with 2001, 4000, 3000. */
  getAllContacts(connectorId: string, objectId: string): Promise<CrmGetAllContactsAnswer>;
  /** All cases for a connector id and object id. Rejects with 2001, 4000, 3000. */
  getAllCases(connectorId: string, objectId: string): Promise<CrmGetAllCasesAnswer>;
  /** Create a new case. Rejects with 2001, 4000, 3000. */
  createCase(objectType: string, data: any, connectorId: string): Promise<CrmCreateCaseAnswer>;
  /** Update the attached object. Rejects with 2001, 4000, 3000. */
  updateObject(objectType: string, data: any, connectorId: string, objectId: string): Promise<CrmUpdateObjectAnswer>;
  /** Search cases by field. Rejects with 2001, 4000, 3000. */
  searchCase(connectorId: string, objectType: string, search: string, searchField: string, limit: number, offset: number): Promise<CrmSearchCaseAnswer>;
  /** Send data from the app to the CRM. For context app only. Rejects with 2001. */
  sendDataToCRM(contextData: any): Promise<void>;
  /** Send data from the CRM to the app. For context crm only. Rejects with 2001. */
  sendDataToApp(contextData: any): Promise<void>;
  /**
   * Send the currently opened CRM object to the UI. For context crm only. Rejects with 2001.
   * @deprecated The documented name is `crm.sendCurrentCRMRecordOpened`.
   */
  sendCurrentCrmRecordOpened(crmRecordInfo: { recordId: string; recordType: string; recordName: string; additionalInfo?: any }): Promise<void>;
  /**
   * Send data from the app to the CRM. For context app only. Rejects with 2001.
   * @deprecated The documented name is `crm.sendDataToCRM`.
   */
  sendDataToCrm(contextData: any): Promise<void>;
  /**
   * Two-level disposition codes of a campaign. Rejects with 2001, 4000.
   * @deprecated The documented name is `configuration.getDispositionCodesWithDispositionClass`.
   */
  getDispositionCodesWithDispositionClass(campaignId: number): Promise<ConfigurationGetDispositionCodesWithDispositionClassAnswer>;
  /** Calls `callback` with each such event. */
  register<E extends keyof CrmEvents>(event: E, callback: (payload: CrmEvents[E]) => unknown): Promise<string>;
  /** Stops that; without a callback, for all of them. */
  unRegister<E extends keyof CrmEvents>(event: E, callback?: ((payload: CrmEvents[E]) => unknown) | null): Promise<string>;
}

export interface HttpApi {
  /** Invoke appserver/cms/cfs/data-engine/callback-server/customer-manager/chat-service/interaction-service/chat-bosch-service. Rejects with 2001, 3000, 1000, 1003. */
  invokeECCApi(microservice: "appserver" | "cms" | "cfs" | "data-engine" | "callback-server" | "customer-manager" | "chat-service" | "interaction-service" | "chat-bosch-service", url: string, method: "GET" | "POST" | "PUT" | "DELETE", queryParams?: { [name: string]: any } | FormLike | null, data?: { [name: string]: any } | FormLike | null, isMultipart?: boolean | null): Promise<HttpInvokeECCApiAnswer>;
  /** Invoke any third-party API. Rejects with 2001, 3000, 1000. */
  invokeThirdPartyApi(url: string, method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH", headers?: { [name: string]: string } | null, queryParams?: { [name: string]: any } | FormLike | null, data?: { [name: string]: any } | FormLike | null, isMultipart?: boolean | null): Promise<HttpInvokeThirdPartyApiAnswer>;
  /**
   * Invoke appserver/cms/cfs/data-engine/callback-server/customer-manager/chat-service/interaction-service/chat-bosch-service. Rejects with 2001, 3000, 1000, 1003.
   * @deprecated The documented name is `http.invokeECCApi`.
   */
  invokeEccApi(microservice: "appserver" | "cms" | "cfs" | "data-engine" | "callback-server" | "customer-manager" | "chat-service" | "interaction-service" | "chat-bosch-service", url: string, method: "GET" | "POST" | "PUT" | "DELETE", queryParams?: { [name: string]: any } | FormLike | null, data?: { [name: string]: any } | FormLike | null, isMultipart?: boolean | null): Promise<HttpInvokeECCApiAnswer>;
  /**
   * Invoke appserver/cms/cfs/data-engine/callback-server/customer-manager/chat-service/interaction-service/chat-bosch-service. Rejects with 2001, 3000, 1000, 1003.
   * @deprecated The documented name is `http.invokeECCApi`.
   */
  invokeECCAPI(microservice: "appserver" | "cms" | "cfs" | "data-engine" | "callback-server" | "customer-manager" | "chat-service" | "interaction-service" | "chat-bosch-service", url: string, method: "GET" | "POST" | "PUT" | "DELETE", queryParams?: { [name: string]: any } | FormLike | null, data?: { [name: string]: any } | FormLike | null, isMultipart?: boolean | null): Promise<HttpInvokeECCApiAnswer>;
  /**
   * Invoke appserver/cms/cfs/data-engine/callback-server/customer-manager/chat-service/interaction-service/chat-bosch-service. Rejects with 2001, 3000, 1000, 1003.
   * @deprecated The documented name is `http.invokeECCApi`.
   */
  invokeAmeyo(microservice: "appserver" | "cms" | "cfs" | "data-engine" | "callback-server" | "customer-manager" | "chat-service" | "interaction-service" | "chat-bosch-service", url: string, method: "GET" | "POST" | "PUT" | "DELETE", queryParams?: { [name: string]: any } | FormLike | null, data?: { [name: string]: any } | FormLike | null, isMultipart?: boolean | null): Promise<HttpInvokeECCApiAnswer>;
  /**
   * Invoke any third-party API. Rejects with 2001, 3000, 1000.
   * @deprecated The documented name is `http.invokeThirdPartyApi`.
   */
  invokeThirdPartyAPI(url: string, method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH", headers?: { [name: string]: string } | null, queryParams?: { [name: string]: any } | FormLike | null, data?: { [name: string]: any } | FormLike | null, isMultipart?: boolean | null): Promise<HttpInvokeThirdPartyApiAnswer>;
  /**
   * Invoke any third-party API. Rejects with 2001, 3000, 1000.
   * @deprecated The documented name is `http.invokeThirdPartyApi`.
   */
  invoke(url: string, method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH", headers?: { [name: string]: string } | null, queryParams?: { [name: string]: any } | FormLike | null, data?: { [name: string]: any } | FormLike | null, isMultipart?: boolean | null): Promise<HttpInvokeThirdPartyApiAnswer>;
}

export interface HttpRequestApi {
  /**
   * Invoke appserver/cms/cfs/data-engine/callback-server/customer-manager/chat-service/interaction-service/chat-bosch-service. Rejects with 2001, 3000, 1000, 1003.
   * @deprecated The documented name is `http.invokeECCApi`.
   */
  invokeECCApi(microservice: "appserver" | "cms" | "cfs" | "data-engine" | "callback-server" | "customer-manager" | "chat-service" | "interaction-service" | "chat-bosch-service", url: string, method: "GET" | "POST" | "PUT" | "DELETE", queryParams?: { [name: string]: any } | FormLike | null, data?: { [name: string]: any } | FormLike | null, isMultipart?: boolean | null): Promise<HttpInvokeECCApiAnswer>;
  /**
   * Invoke appserver/cms/cfs/data-engine/callback-server/customer-manager/chat-service/interaction-service/chat-bosch-service. Rejects with 2001, 3000, 1000, 1003.
   * @deprecated The documented name is `http.invokeECCApi`.
   */
  invokeEccApi(microservice: "appserver" | "cms" | "cfs" | "data-engine" | "callback-server" | "customer-manager" | "chat-service" | "interaction-service" | "chat-bosch-service", url: string, method: "GET" | "POST" | "PUT" | "DELETE", queryParams?: { [name: string]: any } | FormLike | null, data?: { [name: string]: any } | FormLike | null, isMultipart?: boolean | null): Promise<HttpInvokeECCApiAnswer>;
  /**
   * Invoke appserver/cms/cfs/data-engine/callback-server/customer-manager/chat-service/interaction-service/chat-bosch-service. Rejects with 2001, 3000, 1000, 1003.
   * @deprecated The documented name is `http.invokeECCApi`.
   */
  invokeECCAPI(microservice: "appserver" | "cms" | "cfs" | "data-engine" | "callback-server" | "customer-manager" | "chat-service" | "interaction-service" | "chat-bosch-service", url: string, method: "GET" | "POST" | "PUT" | "DELETE", queryParams?: { [name: string]: any } | FormLike | null, data?: { [name: string]: any } | FormLike | null, isMultipart?: boolean | null): Promise<HttpInvokeECCApiAnswer>;
  /**
   * Invoke appserver/cms/cfs/data-engine/callback-server/customer-manager/chat-service/interaction-service/chat-bosch-service. Rejects with 2001, 3000, 1000, 1003.
   * @deprecated The documented name is `http.invokeECCApi`.
   */
  invokeAmeyo(microservice: "appserver" | "cms" | "cfs" | "data-engine" | "callback-server" | "customer-manager" | "chat-service" | "interaction-service" | "chat-bosch-service", url: string, method: "GET" | "POST" | "PUT" | "DELETE", queryParams?: { [name: string]: any } | FormLike | null, data?: { [name: string]: any } | FormLike | null, isMultipart?: boolean | null): Promise<HttpInvokeECCApiAnswer>;
  /**
   * Invoke any third-party API. Rejects with 2001, 3000, 1000.
   * @deprecated The documented name is `http.invokeThirdPartyApi`.
   */
  invokeThirdPartyApi(url: string, method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH", headers?: { [name: string]: string } | null, queryParams?: { [name: string]: any } | FormLike | null, data?: { [name: string]: any } | FormLike | null, isMultipart?: boolean | null): Promise<HttpInvokeThirdPartyApiAnswer>;
  /**
   * Invoke any third-party API. Rejects with 2001, 3000, 1000.
   * @deprecated The documented name is `http.invokeThirdPartyApi`.
   */
  invokeThirdPartyAPI(url: string, method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH", headers?: { [name: string]: string } | null, queryParams?: { [name: string]: any } | FormLike | null, data?: { [name: string]: any } | FormLike | null, isMultipart?: boolean | null): Promise<HttpInvokeThirdPartyApiAnswer>;
  /**
   * Invoke any third-party API. Rejects with 2001, 3000, 1000.
   * @deprecated The documented name is `http.invokeThirdPartyApi`.
   */
  invoke(url: string, method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH", headers?: { [name: string]: string } | null, queryParams?: { [name: string]: any } | FormLike | null, data?: { [name: string]: any } | FormLike | null, isMultipart?: boolean | null): Promise<HttpInvokeThirdPartyApiAnswer>;
}

export interface InstanceApi {
  /**
   * Information on all loaded apps. For context app only. Rejects with 2001, 4000.
   * @deprecated The documented name is `appInstance.getAllInfo`.
   */
  getAllInfo(appId: string): Promise<AppInstanceGetAllInfoAnswer>;
  /**
   * Information on one app instance. For context app only. Rejects with 2001, 4000.
   * @deprecated The documented name is `appInstance.getInfo`.
   */
  getInfo(instanceId: string): Promise<AppInstanceGetInfoAnswer>;
  /**
   * Send data to another app instance. For context app only. Rejects with 2001, 4000.
   * @deprecated The documented name is `appInstance.sendDataToApp`.
   */
  sendDataToApp(instanceId: string, contextData: any): Promise<void>;
  /**
   * Send data to another app instance. For context app only. Rejects with 2001, 4000.
   * @deprecated The documented name is `appInstance.sendDataToApp`.
   */
  sendData(instanceId: string, contextData: any): Promise<void>;
  /** Calls `callback` with each such event. */
  register<E extends keyof InstanceEvents>(event: E, callback: (payload: InstanceEvents[E]) => unknown): Promise<string>;
  /** Stops that; without a callback, for all of them. */
  unRegister<E extends keyof InstanceEvents>(event: E, callback?: ((payload: InstanceEvents[E]) => unknown) | null): Promise<string>;
}

export interface InteractionApi {
  /** Start a new interaction (click to dial / click to chat). Rejects with 2001, 3000, 1000. */
  initiateInteraction(channelType: "voice" | "chat", channelDetails: { phone?: string; name?: string; appId?: string; [other: string]: any }, campaignId: number, customerId?: number | null, searchables?: Array<string> | null, interactionRelationId?: string | null, channelSubType?: string | null, additionalInfo?: any | null): Promise<InteractionInitiateInteractionAnswer>;
  /** Dispose (wrap up) an interaction, optionally scheduling a callback. Rejects with 2001, 4000, 3000. */
  disposeInteraction(channelType: "voice" | "chat", interactionId: string, dispositionCodeId: number, notes?: string | null, additionalParams?: { callbackTime: string; phone: string; isSelfCallback: boolean } | null): Promise<string>;
  /** Dispose the interaction and start a new one. Voice only. Rejects with 2001, 4000, 3000. */
  disposeAndInitiateNewInteraction(interactionId: string, dispositionCodeId: number, phone: string, notes?: string | null): Promise<string>;
  /** Details of all live interactions of the agent. Rejects with 4000, 3000. */
  getAllLiveInteractionsForAgent(): Promise<InteractionGetAllLiveInteractionsForAgentAnswer>;
  /** Details of the interaction the agent is on. Rejects with 4000, 3000. */
  getCurrentInteraction(): Promise<InteractionGetCurrentInteractionAnswer>;
  /** Ownership of the interaction: after a confer the first agent gets true, the added agent false. */
  getIsInteractionOwnedByUser(): Promise<boolean>;
  /**
   * Store the resolved customer details for the current interaction. Rejects with 2001, 4000.
   * @deprecated The documented name is `crm.setRecordInfoForInteraction`.
   */
  setRecordInfoForInteraction(interactionId: string, recordId: string, recordType: string, recordName: string, additionalInfo?: any | null): Promise<CrmSetRecordInfoForInteractionAnswer>;
  /**
   * Show all identified customers during a live interaction. Rejects with 2001, 4000.
   * @deprecated The documented name is `crm.showMultipleRecordsForInteraction`.
   */
  showMultipleRecordsForInteraction(interactionId: string, recordsInfo: Array<{ recordId: string; recordType: string; recordName: string; additionalInfo?: any }>): Promise<void>;
  /**
   * Show all customers when customer details are previewed for a phone number. Rejects with 2001.
   * @deprecated The documented name is `crm.showMultipleRecordsForPreview`.
   */
  showMultipleRecordsForPreview(phone: string, recordsInfo: Array<{ recordId: string; recordType: string; recordName: string; additionalInfo?: any }>): Promise<void>;
  /**
   * Send the currently opened CRM object to the UI. For context crm only. Rejects with 2001.
   * @deprecated The documented name is `crm.sendCurrentCRMRecordOpened`.
   */
  sendCurrentCRMRecordOpened(crmRecordInfo: { recordId: string; recordType: string; recordName: string; additionalInfo?: any }): Promise<void>;
  /**
   * Send the currently opened CRM object to the UI. For context crm only. Rejects with 2001.
   * @deprecated The documented name is `crm.sendCurrentCRMRecordOpened`.
   */
  sendCurrentCrmRecordOpened(crmRecordInfo: { recordId: string; recordType: string; recordName: string; additionalInfo?: any }): Promise<void>;
  /**
   * Two-level disposition codes of a campaign. Rejects with 2001, 4000.
   * @deprecated The documented name is `configuration.getDispositionCodesWithDispositionClass`.
   */
  getDispositionCodesWithDispositionClass(campaignId: number): Promise<ConfigurationGetDispositionCodesWithDispositionClassAnswer>;
  /** Calls `callback` with each such event. */
  register<E extends keyof InteractionEvents>(event: E, callback: (payload: InteractionEvents[E]) => unknown): Promise<string>;
  /** Stops that; without a callback, for all of them. */
  unRegister<E extends keyof InteractionEvents>(event: E, callback?: ((payload: InteractionEvents[E]) => unknown) | null): Promise<string>;
}

export interface InterfaceApi {
  /**
   * Fill the login screen. Rejects with 2001.
   * @deprecated The documented name is `ui.setLoginInfo`.
   */
  setLoginInfo(username: string, token: string): Promise<void>;
  /**
   * Fill the start-interaction screen. Rejects with 2001.
   * @deprecated The documented name is `ui.populateChannelDetailsForNewInteraction`.
   */
  populateChannelDetailsForNewInteraction(channelType: "voice" | "chat", channelSubType: string, channelDetails: { campaignId: string; appName: string; phone: string; name: string }): Promise<void>;
  /**
   * Fill the select/change extension screen. Rejects with 2001.
   * @deprecated The documented name is `ui.setExtensionInfo`.
   */
  setExtensionInfo(callContextId: number, phone: string): Promise<void>;
  /**
   * Show a toast. Rejects with 2001.
   * @deprecated The documented name is `ui.triggerToastNotification`.
   */
  triggerToastNotification(message: string, variant: "success" | "error" | "warning" | "info"): Promise<void>;
  /**
   * Show a desktop notification. Rejects with 2001.
   * @deprecated The documented name is `ui.triggerDesktopNotification`.
   */
  triggerDesktopNotification(notificationType: string, notificationSubType: string, subject: string, message: string): Promise<void>;
  /** Calls `callback` with each such event. */
  register<E extends keyof InterfaceEvents>(event: E, callback: (payload: InterfaceEvents[E]) => unknown): Promise<string>;
  /** Stops that; without a callback, for all of them. */
  unRegister<E extends keyof InterfaceEvents>(event: E, callback?: ((payload: InterfaceEvents[E]) => unknown) | null): Promise<string>;
}

export interface NotificationApi {
  /** Calls `callback` with each such event. */
  register<E extends keyof NotificationEvents>(event: E, callback: (payload: NotificationEvents[E]) => unknown): Promise<string>;
  /** Stops that; without a callback, for all of them. */
  unRegister<E extends keyof NotificationEvents>(event: E, callback?: ((payload: NotificationEvents[E]) => unknown) | null): Promise<string>;
}

export interface SessionApi {
  /** Log the agent in. Rejects with 2001, 3000, 1000. */
  login(username: string, password: string, authPolicy?: string | null): Promise<string>;
  /** Log the agent in. Ends an existing session elsewhere (reconstruction from the name). Rejects with 2001, 3000, 1000. */
  forceLogin(username: string, password: string, authPolicy?: string | null): Promise<string>;
  /** Extension data while selecting or changing the extension. Rejects with 4000. */
  getSelectedExtension(): Promise<SessionGetSelectedExtensionAnswer>;
  /** Log the agent out. */
  logout(): Promise<string>;
  /** Data of the logged-in user. Rejects with 4000. */
  getCurrentUser(): Promise<SessionGetCurrentUserAnswer>;
  /** Campaigns while selecting or changing campaign. Rejects with 4000. */
  getSelectedCampaigns(): Promise<SessionGetSelectedCampaignsAnswer>;
  /** All session data of the agent. Rejects with 4000. */
  getAgentSession(): Promise<SessionGetAgentSessionAnswer>;
  /** Calls `callback` with each such event. */
  register<E extends keyof SessionEvents>(event: E, callback: (payload: SessionEvents[E]) => unknown): Promise<string>;
  /** Stops that; without a callback, for all of them. */
  unRegister<E extends keyof SessionEvents>(event: E, callback?: ((payload: SessionEvents[E]) => unknown) | null): Promise<string>;
}

export interface StoreApi {
  /** Value of a key from local storage. Rejects with 2001, 4000. */
  get(key: string): Promise<string>;
  /** Set a key in local storage. Rejects with 2001. */
  set(key: string, value: string): Promise<string>;
  /** Delete a key from local storage. Rejects with 2001, 4000. */
  delete(key: string): Promise<string>;
}

export interface UiApi {
  /** Fill the login screen. Rejects with 2001. */
  setLoginInfo(username: string, token: string): Promise<void>;
  /** Fill the start-interaction screen. Rejects with 2001. */
  populateChannelDetailsForNewInteraction(channelType: "voice" | "chat", channelSubType: string, channelDetails: { campaignId: string; appName: string; phone: string; name: string }): Promise<void>;
  /** Fill the select/change extension screen. Rejects with 2001. */
  setExtensionInfo(callContextId: number, phone: string): Promise<void>;
  /** Show a toast. Rejects with 2001. */
  triggerToastNotification(message: string, variant: "success" | "error" | "warning" | "info"): Promise<void>;
  /** Show a desktop notification. Rejects with 2001. */
  triggerDesktopNotification(notificationType: string, notificationSubType: string, subject: string, message: string): Promise<void>;
  /** Calls `callback` with each such event. */
  register<E extends keyof UiEvents>(event: E, callback: (payload: UiEvents[E]) => unknown): Promise<string>;
  /** Stops that; without a callback, for all of them. */
  unRegister<E extends keyof UiEvents>(event: E, callback?: ((payload: UiEvents[E]) => unknown) | null): Promise<string>;
}

/** The SDK: before `initialize` every call rejects with 2001. */
export interface SdkInstance {
  /** Initialise the SDK. Must complete before any other call; happens once per page. Rejects with 2001, 1003, 1000. */
  initialize(config: { context: "crm" | "app"; origin: string; instanceId?: string; appId?: string; desk?: string }): Promise<SdkInstance> & SdkInstance;
  /** Set the base URL used by the SDK. Rejects with 2001. */
  setBaseUrl(url: string): Promise<void>;
  /** Return the base URL. */
  getBaseUrl(): Promise<string>;
  /** Tell the toolbar that the app/CRM page is loaded. Rejects with 2001. */
  onLoadHandler(isLoaded: boolean): Promise<void>;
  appInstance: AppInstanceApi;
  configuration: ConfigurationApi;
  crm: CrmApi;
  http: HttpApi;
  httpRequest: HttpRequestApi;
  instance: InstanceApi;
  interaction: InteractionApi;
  interface: InterfaceApi;
  notification: NotificationApi;
  session: SessionApi;
  store: StoreApi;
  ui: UiApi;
}

export declare const sdk: SdkInstance;
export declare const initialize: SdkInstance["initialize"];
export default sdk;
