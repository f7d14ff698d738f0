// A custom app in the agent console: notes for the interaction at hand, kept until it is disposed.

// Where the contact centre is: the sdkBaseUrl parameter, the origin parameter, this page's own origin.
export function baseOf(location) {
  const query = new URLSearchParams(location.search);
  const base = query.get("sdkBaseUrl") || query.get("origin") || location.origin;
  return { base: base.replace(/\/$/, ""), origin: query.get("origin") || location.origin, query };
}

export class CallNotes {
  constructor(show) {
    this.show = show;
    this.current = null;
    this.notes = "";
  }

  async start(location) {
    const { base, origin, query } = baseOf(location);
    try {
      this.sdk = (await import(`${base}/omniapp/sdk/ameyo.sdk.js`)).default;
    } catch (error) {
      this.show({ error: `the SDK can't be loaded: ${error.message}` });
      return;
    }
    try {
      const instanceId = query.get("instanceId") || "ameyoIframe";
      this.api = await this.sdk.initialize({ context: "app", origin, instanceId });
      const events = { interactionConnected: "connected", interactionDisconnected: "over", interactionEnded: "ended" };
      for (const [event, handler] of Object.entries(events)) {
        await this.api.interaction.register(event, (payload) => this[handler](payload));
      }
      await this.api.session.register("campaignSelected", (list) =>
        this.show({ campaigns: list.map((one) => one.campaignName) }),
      );
      await this.api.session.register("userAvailabilityStatusChanged", (status) =>
        this.show({ status: status.statusDescription }),
      );
      await this.api.appInstance.register("receiveData", (data) => this.show({ fromApp: data }));
      await this.api.interaction.register("receiveDataFromCRM", (data) => this.show({ fromCrm: data }));
    } catch (error) {
      this.show({ error: error.message, code: error.code });
      return;
    }
    this.show({ started: true });
  }

  async connected(event) {
    this.current = event;
    this.notes = await this.api.store.get(`notes:${event.customerDetails.phone}`).catch((error) => {
      if (error.code !== 4000) throw error;
      return "";
    });
    const user = await this.api.session.getCurrentUser();
    this.show({ talking: event.channelDetails.channelType, with: event.customerDetails.phone, as: user.userId });
    if (this.notes) this.show({ before: this.notes });
  }

  async over(event) {
    const text = `${this.notes}spoke ${event.campaignId};`;
    await this.api.store.set(`notes:${event.customerDetails.phone}`, text);
    await this.api.crm.sendDataToCRM({ phone: event.customerDetails.phone, notes: text });
    await this.api.ui.triggerToastNotification("Notes kept", "success");
    this.show({ kept: text });
  }

  ended() {
    this.current = null;
    this.show({ idle: true });
  }
}
